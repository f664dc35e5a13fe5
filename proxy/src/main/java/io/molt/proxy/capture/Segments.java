package io.molt.proxy.capture;

import io.molt.proxy.redact.Redaction;
import java.util.LinkedHashMap;
import java.util.Map;

/** The segments of the sessions that spoke last. Forgetting one costs a keyframe, nothing else. Not thread-safe. */
final class Segments {

    private final Map<String, Segment> bySession;
    private final Redaction redaction;

    /**
     * Nothing is known.
     *
     * @param most sessions to remember
     */
    Segments(int most, Redaction redaction) {
        this.redaction = redaction;
        this.bySession = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Segment> eldest) {
                return size() > most;
            }
        };
    }

    Segment.Plan next(String session, ArrivedTurn turn) {
        return bySession
                .computeIfAbsent(session, unseen -> new Segment(redaction))
                .next(turn);
    }

    void forgetAll() {
        bySession.clear();
    }

    /** Something of this session was lost: its next turn must carry everything. */
    void forget(String session) {
        bySession.remove(session);
    }
}
