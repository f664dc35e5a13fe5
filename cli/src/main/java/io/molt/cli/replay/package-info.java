/**
 * {@code molt replay}.
 *
 * <pre>
 * reads       the tables and the adapter store of an installation
 * writes      {@code replays/<name>/} in its home directory
 * guarantees  a replay is whole when its {@code replay.json} is there
 * </pre>
 */
package io.molt.cli.replay;
