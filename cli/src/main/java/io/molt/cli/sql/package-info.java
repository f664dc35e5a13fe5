/**
 * The tables, queried.
 *
 * <pre>
 * reads       finished Parquet files
 * writes      rows on standard output
 * guarantees  a view shows the latest revision; files in progress are never read; a compacted day is read once
 * </pre>
 */
package io.molt.cli.sql;
