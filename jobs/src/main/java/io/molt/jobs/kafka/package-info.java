/**
 * The Kafka ends of the jobs.
 *
 * <pre>
 * reads       topics, bytes untouched, from the earliest record where there is no state
 * writes      topics: transactional where learning depends on each record once, at least once where records are facts
 * guarantees  readers of transactional topics see committed records only
 * </pre>
 */
package io.molt.jobs.kafka;
