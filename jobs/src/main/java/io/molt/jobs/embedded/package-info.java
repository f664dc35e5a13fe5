/**
 * Kafka and Flink in this JVM.
 *
 * <pre>
 * reads       a directory of a former run, if there is one
 * writes      the broker's data, the jobs' checkpoints
 * guarantees  listens on 127.0.0.1 only; what was acknowledged survives the end of the process
 * </pre>
 */
package io.molt.jobs.embedded;
