package io.molt.operators.pairing;

import java.util.Arrays;
import java.util.List;

/**
 * What is remembered of one session, under 4 kB; bodies and the records of open turns lie beside it.
 *
 * @param anchors in order of arrival, at most {@link #MAX_ANCHORS}
 * @param forgotten {@link Hash64}s of the ids of turns that have no anchor any more, oldest first, at most
 *     {@link #MAX_FORGOTTEN}: by them repetitions are known
 * @param segment keyframes so far
 * @param lastRecordMillis newest time in any record, proxy's clock; 0 before the first
 * @param lastSeenMillis when this operator saw the newest record, processing time
 * @param wakeAtMillis when the next timer is due, processing time; 0 if none is set
 */
public record Session(
        List<Anchor> anchors,
        long[] forgotten,
        long segment,
        long lastRecordMillis,
        long lastSeenMillis,
        long wakeAtMillis) {

    static final int MAX_ANCHORS = 28;
    static final int MAX_FORGOTTEN = 128;

    public static final Session EMPTY = new Session(List.of(), new long[0], 0, 0, 0, 0);

    public Session {
        anchors = List.copyOf(anchors);
    }

    Session wakingAt(long atMillis) {
        return new Session(anchors, forgotten, segment, lastRecordMillis, lastSeenMillis, atMillis);
    }

    Session seenAt(long nowMillis) {
        return new Session(
                anchors, forgotten, segment, lastRecordMillis, Math.max(lastSeenMillis, nowMillis), wakeAtMillis);
    }

    /** A turn has no final entry yet, or may still be another's next state. */
    boolean isOpen() {
        return !waiting().isEmpty();
    }

    /** The turns for which it is open. */
    List<Anchor> waiting() {
        return anchors.stream()
                .filter(anchor -> anchor.isOpen() || anchor.isUnplaced())
                .toList();
    }

    /** Without the turns for which it is open; of those it is only known that they were there. */
    Session withoutWaiting() {
        List<Anchor> waiting = waiting();
        List<Anchor> others =
                anchors.stream().filter(anchor -> !waiting.contains(anchor)).toList();
        long[] more = forgotten;
        for (Anchor anchor : waiting) {
            more = oneMore(more, anchor.turn());
        }
        return new Session(others, more, segment, lastRecordMillis, lastSeenMillis, wakeAtMillis);
    }

    /** {@link #forgotten} with one more turn, without the oldest if there are too many. */
    static long[] oneMore(long[] forgotten, long turn) {
        int kept = Math.min(forgotten.length, MAX_FORGOTTEN - 1);
        long[] more = Arrays.copyOfRange(forgotten, forgotten.length - kept, forgotten.length + 1);
        more[kept] = turn;
        return more;
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
        for (Anchor anchor : anchors) {
            if (anchor.isPartial() || anchor.isUnplaced()) {
                long since = Math.max(anchor.seenAtMillis(), startedAtMillis);
                due = Math.min(due, since + settings.replyTimeout().toMillis());
            }
            if (anchor.waitsForNextState()) {
                long since = Math.max(lastSeenMillis, startedAtMillis);
                due = Math.min(due, since + settings.gap().toMillis());
            }
        }
        return due;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Session that
                && anchors.equals(that.anchors)
                && Arrays.equals(forgotten, that.forgotten)
                && segment == that.segment
                && lastRecordMillis == that.lastRecordMillis
                && lastSeenMillis == that.lastSeenMillis
                && wakeAtMillis == that.wakeAtMillis;
    }

    @Override
    public int hashCode() {
        return 31 * anchors.hashCode() + Arrays.hashCode(forgotten);
    }
}
