package io.molt.operators.table;

import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;

/**
 * A logged turn of a session whose segment is not closed yet.
 *
 * @param turnId which turn
 * @param nextTurnId the turn that followed it; empty if it is not known
 * @param agentSeq its place in the log
 * @param sequencedAtMillis log time, epoch milliseconds UTC
 * @param requestedAtMillis when it was asked, proxy's clock, epoch milliseconds UTC
 * @param seenAtMillis when this operator saw it, processing time
 * @param replies assistant messages in its prompt: without one, it followed nothing
 * @param role one of {@link #INSIDE}, {@link #LAST}, {@link #RETRIED}
 * @param reward 0 if unscored
 * @param policy who answered
 */
public record SegmentTurn(
        String turnId,
        String nextTurnId,
        long agentSeq,
        long sequencedAtMillis,
        long requestedAtMillis,
        long seenAtMillis,
        int replies,
        String role,
        double reward,
        String policy) {

    static final String INSIDE = "inside";

    /** It ends its segment: nothing followed, or the client rewrote its history. */
    static final String LAST = "last";

    /** The client asked the same again: it is no part of its segment. */
    static final String RETRIED = "retried";

    static SegmentTurn of(ScoredTurn turn, long nowMillis) {
        return new SegmentTurn(
                turn.turn().turnId(),
                turn.nextState().turnId(),
                turn.position().agentSeq(),
                turn.position().sequencedAtMillis(),
                turn.exchange().timing().requestedAtMillis(),
                nowMillis,
                (int) turn.exchange().messages().stream()
                        .filter(message -> message.role().equals("assistant"))
                        .count(),
                role(turn),
                turn.judgement().reward(),
                turn.exchange().servedBy().policy());
    }

    private static String role(ScoredTurn turn) {
        String unscored = turn.judgement().unscored();
        if (unscored.equals("RETRIED")) {
            return RETRIED;
        }
        return turn.nextState().kind() == NextStateKind.SILENCE || rewritten(turn) ? LAST : INSIDE;
    }

    /** The turn named as the next one does not continue it. */
    static boolean rewritten(ScoredTurn turn) {
        return turn.judgement().unscored().equals("COMPACTED");
    }

    /** The same turn, of which it is known late what followed. */
    SegmentTurn followedBy(String nextTurnId) {
        return new SegmentTurn(
                turnId,
                nextTurnId,
                agentSeq,
                sequencedAtMillis,
                requestedAtMillis,
                seenAtMillis,
                replies,
                role,
                reward,
                policy);
    }

    boolean is(String wanted) {
        return role.equals(wanted);
    }

    /** It ended without a next turn, so that the client asks again. */
    boolean brokeOff() {
        return !is(LAST) && nextTurnId.isEmpty();
    }
}
