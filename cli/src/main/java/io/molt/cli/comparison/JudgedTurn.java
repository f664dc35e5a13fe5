package io.molt.cli.comparison;

import java.util.OptionalDouble;

/**
 * A turn of a log and what became of it.
 *
 * @param agentId whose log
 * @param agentSeq its place there
 * @param sessionId the conversation
 * @param turnId which turn
 * @param revision 0 at first; later feedback counts up
 * @param unscored why there is no reward; empty if there is
 * @param reward -2 to 2
 * @param judge fingerprint of the judge; empty if none was asked
 * @param votes how many the judge gave
 * @param characters that a judge saw for each vote
 */
public record JudgedTurn(
        String agentId,
        long agentSeq,
        String sessionId,
        String turnId,
        int revision,
        String unscored,
        OptionalDouble reward,
        String judge,
        int votes,
        long characters) {

    /** Whether a judge was asked, or should have been; silence and side turns need none. */
    boolean asked() {
        return reward.isPresent() || votes > 0 || !judge.isEmpty() || unscored.startsWith("JUDGE_");
    }

    Side side() {
        return Side.of(reward);
    }

    /** The same turn, left out of a replay. */
    public JudgedTurn excluded(String reason) {
        return new JudgedTurn(agentId, agentSeq, sessionId, turnId, revision, reason, OptionalDouble.empty(), "", 0, 0);
    }
}
