/**
 * Topics, read from their beginning or from a time on; and single facts for them.
 *
 * <pre>
 * reads       one topic, all partitions, uncommitted records too, without a consumer group
 * writes      its records, decoded, to a listener on one thread; single records, a few a day
 * guarantees  a record that cannot be read is counted and skipped; a broker that is away is waited for
 * limits      partitions added later are not seen
 * </pre>
 */
package io.molt.proxy.topic;
