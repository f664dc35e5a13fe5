/**
 * Which version answers whom.
 *
 * <pre>
 * reads       the topics adapters and control, and turns while there is a canary, handed in record by record
 * writes      adapters loaded into and taken out of the engine; for each agent one route, or two while there is a canary; to
 *             the topic adapters, by way of {@link io.molt.proxy.route.SwapListener}, what the engine refused
 * guarantees  a version is routed only after the engine has answered its probe as the trainer did; a turn ends on the
 *             version it began with; a session that a canary has drawn stays with it until it ends, and no other comes to
 *             it; no turn waits for a swap; what the engine refuses is tried again, and the version before it stays
 * limits      sessions that have been quiet for 24 hours, or were followed by 50,000 others, count as new
 * </pre>
 */
package io.molt.proxy.route;
