package io.molt.operators.sequence;

import io.molt.schemas.log.LogPosition;

/**
 * The end of an agent's log.
 *
 * @param seq number of the newest entry; 0 before the first
 * @param atMillis its log time
 * @param lastEntryAtMillis log time of the newest entry that is no tick
 * @param tickAtMillis when the next tick or look is due, processing time; 0 if none is
 * @param looks ticks have ended; instead of one, the timer looks whether anything was added since
 */
public record LogHead(long seq, long atMillis, long lastEntryAtMillis, long tickAtMillis, boolean looks) {

    public static final LogHead START = new LogHead(0, 0, 0, 0, false);

    /** The head after one more turn or command. */
    LogHead entry(long nowMillis) {
        long at = Math.max(atMillis, nowMillis);
        return new LogHead(seq + 1, at, at, tickAtMillis, looks);
    }

    /** The head after one more tick. */
    LogHead tick(long nowMillis) {
        return new LogHead(seq + 1, Math.max(atMillis, nowMillis), lastEntryAtMillis, tickAtMillis, looks);
    }

    LogHead tickingAt(long dueMillis) {
        return new LogHead(seq, atMillis, lastEntryAtMillis, dueMillis, false);
    }

    LogHead lookingAt(long dueMillis) {
        return new LogHead(seq, atMillis, lastEntryAtMillis, dueMillis, true);
    }

    /** The newest entry is no tick: batches may wait for ticks. */
    boolean hasNews() {
        return lastEntryAtMillis >= atMillis;
    }

    /** Where the newest entry stands. */
    LogPosition position(String agentId) {
        return new LogPosition(agentId, seq, atMillis);
    }
}
