package io.molt.operators.sequence;

import io.molt.operators.learn.Overrides;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.LogPosition;
import java.util.Map;

/**
 * The end of an agent's log.
 *
 * @param seq number of the newest entry; 0 before the first
 * @param atMillis its log time
 * @param lastEntryAtMillis log time of the newest entry that is no tick
 * @param tickAtMillis when the next tick or look is due, processing time; 0 if none is
 * @param looks ticks have ended; instead of one, the timer looks whether anything was added since
 * @param overrides what the commands in the log have changed, see {@link Overrides}
 */
public record LogHead(
        long seq,
        long atMillis,
        long lastEntryAtMillis,
        long tickAtMillis,
        boolean looks,
        Map<String, String> overrides) {

    public static final LogHead START = new LogHead(0, 0, 0, 0, false, Map.of());

    public LogHead {
        // State of an older release has none.
        overrides = overrides == null ? Map.of() : Map.copyOf(overrides);
    }

    /** The head after one more turn. */
    LogHead turn(long nowMillis) {
        long at = Math.max(atMillis, nowMillis);
        return new LogHead(seq + 1, at, at, tickAtMillis, looks, overrides);
    }

    /** The head after one more command. */
    LogHead command(ControlRecord command, long nowMillis) {
        long at = Math.max(atMillis, nowMillis);
        return new LogHead(seq + 1, at, at, tickAtMillis, looks, Overrides.after(overrides, command));
    }

    /** The head after one more tick. */
    LogHead tick(long nowMillis) {
        return new LogHead(seq + 1, Math.max(atMillis, nowMillis), lastEntryAtMillis, tickAtMillis, looks, overrides);
    }

    LogHead tickingAt(long dueMillis) {
        return new LogHead(seq, atMillis, lastEntryAtMillis, dueMillis, false, overrides);
    }

    LogHead lookingAt(long dueMillis) {
        return new LogHead(seq, atMillis, lastEntryAtMillis, dueMillis, true, overrides);
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
