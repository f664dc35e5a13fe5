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
 * <p>Ticks: while less than {@code tickFor} has passed since an agent's last turn or command, one every interval; a
 * command that comes after they ended starts them again within ten intervals. The fold
 * waits for nothing longer than that (maxWait of the batch rule, minStepInterval), so its age rule always fires.
 */
package io.molt.operators.sequence;
