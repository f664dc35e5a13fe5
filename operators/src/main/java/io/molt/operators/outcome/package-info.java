/**
 * Adds what somebody said about a whole session to the rewards of its turns.
 *
 * <pre>
 * reads       judged turns and outcomes, keyed by agent and session, in any order
 * writes      judged turns, each at once or when its session's outcome or the wait has come; a light revision of each of a
 *             session's newest turns for an outcome that comes later
 * guarantees  no two entries of a turn have the same revision; the same outcome sent twice counts once; an outcome that
 *             comes before its turns waits for them
 * limits      the newest 16 scored turns of a session get revisions; 32 outcomes of a session are known when they come again
 * </pre>
 */
package io.molt.operators.outcome;
