/**
 * TablesJob, and the Parquet files it alone writes.
 *
 * <pre>
 * reads       every topic, committed records only
 * writes      a folder per table, a folder per day in it, zstd Parquet files
 * guarantees  a file that a reader can see is whole and never changes; each event is one row
 * limits      a table is as fresh as the last checkpoint
 * </pre>
 */
package io.molt.jobs.table;
