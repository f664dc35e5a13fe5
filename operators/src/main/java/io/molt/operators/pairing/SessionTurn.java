package io.molt.operators.pairing;

import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;

/**
 * What a session remembers of one turn.
 *
 * @param request the request, bodies left out; its context too once nothing can follow the turn any more
 * @param place where it stands in the conversation
 * @param seenAtMillis when this operator saw it, processing time
 * @param replyHash how the client will name the reply; empty while there is no whole one
 * @param answer the answer, as long as something can follow the turn: one element at most
 * @param revisions final entries written so far
 * @param flag why it will not be judged, known before its answer came; empty if nothing is known against it
 */
public record SessionTurn(
        TurnRequested request,
        Place place,
        long seenAtMillis,
        String replyHash,
        List<TurnAnswered> answer,
        int revisions,
        String flag) {

    public SessionTurn {
        answer = List.copyOf(answer);
    }

    static SessionTurn arrived(TurnRequested request, long seenAtMillis, String flag) {
        return new SessionTurn(
                without(request, request.context()), Place.of(request.context()), seenAtMillis, "", List.of(), 0, flag);
    }

    String turnId() {
        return request.turn().turnId();
    }

    boolean isMain() {
        return request.kind() == TurnKind.MAIN;
    }

    boolean waitsForReply() {
        return revisions == 0 && answer.isEmpty();
    }

    boolean waitsForNextState() {
        return revisions == 0 && !answer.isEmpty();
    }

    /** True if a request that follows this turn gives it an entry: its first, or a later revision. */
    boolean canBeContinued() {
        return !answer.isEmpty();
    }

    SessionTurn answered(TurnAnswered answered) {
        boolean anchors = isMain() && answered.ending().whole();
        return new SessionTurn(
                request,
                place,
                seenAtMillis,
                anchors ? answered.replyMatchHash() : "",
                List.of(answered),
                revisions,
                flag);
    }

    SessionTurn flagged(String reason) {
        return new SessionTurn(request, place, seenAtMillis, replyHash, answer, revisions, reason);
    }

    /** One more entry was written, and something may still follow. */
    SessionTurn closed() {
        return new SessionTurn(request, place, seenAtMillis, replyHash, answer, revisions + 1, flag);
    }

    /** The last entry was written; only hashes stay, by which repetitions and branches are known. */
    SessionTurn finished() {
        return new SessionTurn(
                without(request, List.of()), place, seenAtMillis, replyHash, List.of(), revisions + 1, flag);
    }

    private static TurnRequested without(TurnRequested request, List<ContextMessage> context) {
        return new TurnRequested(
                request.turn(),
                request.atMillis(),
                request.kind(),
                context,
                List.of(),
                request.keyframe(),
                request.sessionDone());
    }
}
