/**
 * An agent's log: scored turns, control, ticks.
 *
 * <pre>
 * reads       -
 * writes      the topic scored
 * guarantees  agentSeq has no gaps; log time never decreases
 * </pre>
 */
package io.molt.schemas.log;
