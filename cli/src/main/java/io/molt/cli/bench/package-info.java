/**
 * Benchmarks that need the whole stack.
 *
 * <pre>
 * reads       reports of demo runs
 * writes      a table, and the reports in one file
 * guarantees  each run is a process and a home of its own
 * </pre>
 */
package io.molt.cli.bench;
