package io.molt.proxy.capture;

import io.molt.proxy.redact.Redaction;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The segments of the sessions that spoke last. Forgetting one costs a keyframe, nothing else. Not thread-safe. */
final class Segments {

    private final Map<String, Segment> bySession = new LinkedHashMap<>(16, 0.75f, true);
    private final Redaction redaction;
    private final int most;
    private int messages;

    /**
     * Nothing is known.
     *
     * @param most messages of all sessions together to remember, about 250 bytes each
     */
    Segments(int most, Redaction redaction) {
        this.most = most;
        this.redaction = redaction;
    }

    Segment.Plan next(String session, ArrivedTurn turn) {
        Segment segment = bySession.getOrDefault(session, new Segment(redaction));
        messages -= bySession.put(session, segment) == null ? 0 : segment.messages();
        Segment.Plan plan = segment.next(turn);
        messages += segment.messages();
        Iterator<Segment> eldest = bySession.values().iterator();
        while (messages > most && eldest.hasNext()) {
            messages -= eldest.next().messages();
            eldest.remove();
        }
        return plan;
    }

    /** Something of this session was lost: its next turn must carry everything. */
    void forget(String session) {
        Segment forgotten = bySession.remove(session);
        messages -= forgotten == null ? 0 : forgotten.messages();
    }

    /** Something was lost of nobody knows which sessions. */
    void forgetAll() {
        bySession.clear();
        messages = 0;
    }
}
