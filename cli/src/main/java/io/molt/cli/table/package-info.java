/**
 * The files of the tables, looked after.
 *
 * <pre>
 * reads       closed days
 * writes      the same days, compacted
 * guarantees  those of {@link io.molt.jobs.rewrite}
 * </pre>
 */
package io.molt.cli.table;
