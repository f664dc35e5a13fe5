/**
 * Pairs each turn with what followed it.
 *
 * <pre>
 * reads       turns, keyed by agent and session, in the order of their partition, perhaps more than once
 * writes      one {@link io.molt.operators.pairing.PairedTurn} per turn and revision; records that cannot be used go to rejected
 * guarantees  every turn ends in exactly one final entry per revision; a record that comes twice changes nothing; a session
 *             that nobody continues leaves no state behind after its time to live
 * limits      256 turns of a session are remembered; bodies since the session's last keyframe, and
 *             those of open turns
 * </pre>
 */
package io.molt.operators.pairing;
