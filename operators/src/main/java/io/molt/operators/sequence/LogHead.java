package io.molt.operators.sequence;

import io.molt.schemas.log.LogPosition;

/**
 * The end of an agent's log.
 *
 * @param seq number of the newest entry; 0 before the first
 * @param atMillis its log time
 * @param lastEntryAtMillis log time of the newest entry that is no tick
 * @param tickAtMillis when the next tick is due, processing time; 0 if none is
 */
public record LogHead(long seq, long atMillis, long lastEntryAtMillis, long tickAtMillis) {

    public static final LogHead START = new LogHead(0, 0, 0, 0);

    /** The head after one more turn or command. */
    LogHead entry(long nowMillis) {
        long at = Math.max(atMillis, nowMillis);
        return new LogHead(seq + 1, at, at, tickAtMillis);
    }

    /** The head after one more tick. */
    LogHead tick(long nowMillis) {
        return new LogHead(seq + 1, Math.max(atMillis, nowMillis), lastEntryAtMillis, tickAtMillis);
    }

    LogHead tickingAt(long dueMillis) {
        return new LogHead(seq, atMillis, lastEntryAtMillis, dueMillis);
    }

    /** Where the newest entry stands. */
    LogPosition position(String agentId) {
        return new LogPosition(agentId, seq, atMillis);
    }
}
