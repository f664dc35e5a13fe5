/**
 * Benchmarks that need the whole stack, or both jobs of the loop.
 *
 * <pre>
 * reads       reports of demo runs; what the jobs make of turns that are written here
 * writes      tables and reports
 * guarantees  each demo run is a process and a home of its own; each part of bench/job has a Kafka and a Flink of its own
 * </pre>
 */
package io.molt.cli.bench;
