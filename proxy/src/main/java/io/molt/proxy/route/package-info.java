/**
 * Which version answers whom.
 *
 * <pre>
 * reads       the topic adapters, handed in record by record
 * writes      adapters loaded into and taken out of the engine; one route per agent
 * guarantees  a version is routed only after the engine has answered its probe as the trainer did; a turn ends on the
 *             version it began with; no turn waits for a swap
 * </pre>
 */
package io.molt.proxy.route;
