/**
 * Topics as they stand, and single records for them.
 *
 * <pre>
 * reads       committed records
 * writes      records that somebody asked for
 * guarantees  every record up to the end at the time of asking, or an error
 * </pre>
 */
package io.molt.cli.topic;
