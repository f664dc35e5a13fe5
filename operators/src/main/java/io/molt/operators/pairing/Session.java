package io.molt.operators.pairing;

import io.molt.schemas.turn.ContextMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is remembered of one session; bodies lie beside it.
 *
 * @param turns oldest first
 * @param context the newest main request's messages and the replies since: bodies that may not be sent again
 * @param lastRecordMillis newest time in any record, proxy's clock; 0 before the first
 * @param lastSeenMillis when this operator saw the newest record, processing time
 * @param wakeAtMillis when the next timer is due, processing time; 0 if none is set
 */
public record Session(
        List<SessionTurn> turns,
        List<ContextMessage> context,
        long lastRecordMillis,
        long lastSeenMillis,
        long wakeAtMillis) {

    public static final Session EMPTY = new Session(List.of(), List.of(), 0, 0, 0);

    public Session {
        turns = List.copyOf(turns);
        context = List.copyOf(context);
    }

    Session wakingAt(long atMillis) {
        return new Session(turns, context, lastRecordMillis, lastSeenMillis, atMillis);
    }

    Session seenAt(long nowMillis) {
        return new Session(turns, context, lastRecordMillis, Math.max(lastSeenMillis, nowMillis), wakeAtMillis);
    }

    boolean knows(String turnId) {
        return turns.stream().anyMatch(turn -> turn.turnId().equals(turnId));
    }

    /** A turn has no final entry yet. */
    boolean isOpen() {
        return turns.stream().anyMatch(turn -> turn.waitsForReply() || turn.waitsForNextState());
    }

    /** Hashes of the bodies that are needed even if a keyframe has just brought all that will be referred to. */
    Set<String> neededBodies() {
        Set<String> needed = new HashSet<>();
        context.forEach(message -> needed.add(message.bodyHash()));
        for (SessionTurn turn : turns) {
            turn.request().context().forEach(message -> needed.add(message.bodyHash()));
            turn.answer().forEach(answer -> needed.add(answer.reply().bodyHash()));
        }
        return needed;
    }

    /**
     * When something happens in this session even if no record comes, processing time.
     *
     * @param startedAtMillis when this run of the operator began: what was due before waits a full period again, so that
     *     records which came meanwhile are read first
     */
    long dueAtMillis(PairingSettings settings, long startedAtMillis) {
        if (!isOpen()) {
            return lastSeenMillis + settings.keep().toMillis();
        }
        long due = Long.MAX_VALUE;
        for (SessionTurn turn : turns) {
            if (turn.waitsForReply()) {
                long asked = Math.max(turn.seenAtMillis(), startedAtMillis);
                due = Math.min(due, asked + settings.replyTimeout().toMillis());
            } else if (turn.waitsForNextState()) {
                long seen = Math.max(lastSeenMillis, startedAtMillis);
                due = Math.min(due, seen + settings.gap().toMillis());
            }
        }
        return due;
    }
}
