/**
 * A Kafka broker inside this process, for one machine and for tests.
 *
 * <pre>
 * reads       a directory
 * writes      the same directory
 * guarantees  listens on the loopback interface only; topics are never created by accident
 * </pre>
 */
package io.molt.jobs.embedded;
