package io.molt.operators.pairing;

import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;

/**
 * What a session remembers of one turn: about 90 bytes.
 *
 * @param turn {@link Hash64} of its id
 * @param place where its request stands; unknown while only the answer has come
 * @param ownReply how the client will name the reply, a {@link Hash64}; 0 while there is no whole one
 * @param seenAtMillis when its first record came here, processing time
 * @param marks which of the bits {@link #MAIN} to {@link #RETRIED} hold
 * @param revisions final entries written so far
 */
public record Anchor(long turn, Place place, long ownReply, long seenAtMillis, int marks, int revisions) {

    /** A main turn. */
    static final int MAIN = 1;
    /** Its request has come. */
    static final int ASKED = 2;
    /** Its answer has come. */
    static final int ANSWERED = 4;
    /** Every body of its request has come. */
    static final int READABLE = 8;
    /** It is known what it continues, or that nothing will be known. */
    static final int PLACED = 16;
    /** No entry can follow any more. */
    static final int FINISHED = 32;
    /** The client asked the same again later. */
    static final int RETRIED = 64;

    static Anchor asked(long turn, TurnRequested request, long seenAtMillis) {
        return answered(turn, 0, seenAtMillis).asked(request).without(ANSWERED);
    }

    static Anchor answered(long turn, long ownReply, long seenAtMillis) {
        return new Anchor(turn, Place.UNKNOWN, ownReply, seenAtMillis, ANSWERED, 0);
    }

    Anchor asked(TurnRequested request) {
        boolean main = request.kind() == TurnKind.MAIN;
        int more = marks | ASKED | (main ? MAIN : PLACED);
        return new Anchor(turn, Place.of(request.context()), main ? ownReply : 0, seenAtMillis, more, revisions);
    }

    Anchor answered(long reply) {
        return new Anchor(turn, place, is(MAIN) ? reply : 0, seenAtMillis, marks | ANSWERED, revisions);
    }

    Anchor with(int mark) {
        return new Anchor(turn, place, ownReply, seenAtMillis, marks | mark, revisions);
    }

    private Anchor without(int mark) {
        return new Anchor(turn, place, ownReply, seenAtMillis, marks & ~mark, revisions);
    }

    Anchor revised() {
        return new Anchor(turn, place, ownReply, seenAtMillis, marks, revisions + 1);
    }

    boolean is(int mark) {
        return (marks & mark) == mark;
    }

    boolean isMainRequest() {
        return is(MAIN | ASKED);
    }

    /** It has no final entry yet. */
    boolean isOpen() {
        return revisions == 0;
    }

    /** A record of it is still to come; after a time it is not waited for any more. */
    boolean isPartial() {
        return isOpen() && !is(ASKED | ANSWERED | READABLE);
    }

    boolean waitsForNextState() {
        return isOpen() && is(ASKED | ANSWERED | READABLE);
    }

    /** A request that follows this turn gives it an entry: its first, or a later revision. */
    boolean canBeContinued() {
        return is(MAIN | ASKED | ANSWERED | READABLE) && !is(FINISHED) && ownReply != 0;
    }

    /** What it continues may still come. */
    boolean isUnplaced() {
        return is(ASKED) && !is(PLACED);
    }

    /** Its records are needed: for an entry, or as another's next state. */
    boolean needsRecords() {
        return !is(FINISHED) || isUnplaced();
    }

    boolean continues(Anchor earlier) {
        return isOther(earlier) && place.continues(earlier.place, earlier.ownReply);
    }

    boolean continuesEdited(Anchor earlier) {
        return isOther(earlier) && place.continuesEdited(earlier.place, earlier.ownReply);
    }

    boolean continuesTrimmed(Anchor earlier) {
        return isOther(earlier) && place.continuesTrimmed(earlier.place, earlier.ownReply);
    }

    private boolean isOther(Anchor earlier) {
        return turn != earlier.turn && is(MAIN | ASKED) && earlier.is(MAIN | ASKED);
    }
}
