/**
 * Topics: how they are made.
 *
 * <pre>
 * reads       the broker's list of topics
 * writes      missing topics
 * guarantees  running it twice changes nothing
 * </pre>
 */
package io.molt.jobs.topic;
