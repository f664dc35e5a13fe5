/**
 * Topics as they stand.
 *
 * <pre>
 * reads       committed records
 * writes      -
 * guarantees  every record up to the end at the time of asking, or an error
 * </pre>
 */
package io.molt.cli.topic;
