/**
 * Numbers what learning will see.
 *
 * <pre>
 * reads       judged turns, keyed by agent, in any order; control records, all of them
 * writes      the agent's log: scored turns, control entries, ticks
 * guarantees  agentSeq is 1, 2, 3, ... without gaps; log time never decreases; a command counts once per agent; settings
 *             for every agent open the log of each, also of one first seen later
 * </pre>
 *
 * <p>Ticks: after an agent's last turn or command one every interval, for as long as a tick may still make a batch due by
 * the batch rule that stands in the log ({@link io.molt.operators.learn.BatchRule#patience}); time in which nothing ran does
 * not count. A command that comes after they ended starts them again within ten intervals.
 */
package io.molt.operators.sequence;
