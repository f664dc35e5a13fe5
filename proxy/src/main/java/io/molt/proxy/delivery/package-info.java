/**
 * Brings records to the broker, or keeps them until it is there.
 *
 * <pre>
 * reads       sealed records in order; what a backlog still holds from an earlier run comes first
 * writes      the topic turns, or the backlog while the broker is away or slow
 * guarantees  no record overtakes an older one; each reaches the broker at least once, or is counted as dropped, the newest
 *             first, and only when the backlog is full; memory is bounded; nobody but the caller of offer waits
 * limits      a record may reach the broker more than once: readers know records by their ids
 * </pre>
 */
package io.molt.proxy.delivery;
