/**
 * Pairs each turn with what followed it.
 *
 * <pre>
 * reads       turns, keyed by agent and session, in any order, perhaps more than once
 * writes      one {@link io.molt.operators.pairing.PairedTurn} per turn and revision; records that cannot be used go to rejected
 * guarantees  every turn ends in exactly one final entry per revision; a record that comes twice changes nothing; a turn is
 *             followed by what its client really said next or by nothing; a session that nobody continues leaves no state
 *             behind after its time to live
 * limits      28 turns of a session can be continued, 128 more are known when they come again; bodies of the newest two
 *             segments (keyframe to keyframe) and of open turns
 * </pre>
 */
package io.molt.operators.pairing;
