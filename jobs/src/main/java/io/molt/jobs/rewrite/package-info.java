/**
 * Rewrites finished files of the tables, offline: compacts closed days, and takes out the content of what was forgotten.
 *
 * <pre>
 * reads       finished Parquet files; {@link io.molt.jobs.rewrite.Compaction} those of days that nobody writes any more, or hardly
 * writes      one file for all of a day's, and the day's {@code _files.json}; or a file of the same name with less in it
 * guarantees  a reader who obeys {@code _files.json} sees every row once at any instant, and whatever dies
 * limits      a reader of all {@code *.parquet} sees rows twice while the old files are deleted, which takes milliseconds; until
 *             the next compaction if that is when the process dies. A query that runs while a file loses content may fail
 * </pre>
 */
package io.molt.jobs.rewrite;
