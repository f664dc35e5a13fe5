/**
 * Topics of versioned facts, read from their beginning.
 *
 * <pre>
 * reads       one compacted topic, all partitions, uncommitted records too, without a consumer group
 * writes      its records, decoded, to a listener on one thread
 * guarantees  a record that cannot be read is counted and skipped; a broker that is away is waited for
 * limits      partitions added later are not seen
 * </pre>
 */
package io.molt.proxy.topic;
