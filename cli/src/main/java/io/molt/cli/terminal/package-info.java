/**
 * What commands draw while they work.
 *
 * <pre>
 * reads       nothing
 * writes      standard error
 * guarantees  where standard error is no terminal, lines and no control characters
 * </pre>
 */
package io.molt.cli.terminal;
