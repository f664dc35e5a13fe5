/**
 * Rewrites closed days of the tables, offline.
 *
 * <pre>
 * reads       finished Parquet files of days that nobody writes any more, or hardly
 * writes      one file for all of a day's, and the day's {@code _files.json}
 * guarantees  a reader who obeys {@code _files.json} sees every row once at any instant, and whatever dies
 * limits      a reader of all {@code *.parquet} sees rows twice while the old files are deleted, which takes milliseconds; until
 *             the next compaction if that is when the process dies
 * </pre>
 */
package io.molt.jobs.compact;
