/**
 * What the jobs have in common: a main, settings that two of them read.
 *
 * <pre>
 * reads       settings
 * writes      -
 * guarantees  a main reads settings, builds the Kafka ends and runs; no type falls to Kryo, no operator is without a uid
 * </pre>
 */
package io.molt.jobs;
