package io.molt.proxy.capture;

import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes turns down as events: each body once per session, keyframes, chunks. After something of a session was lost its next
 * turn carries everything. Called by one thread; waits as long as its sink does.
 */
public final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int SESSIONS = 10_000;

    private final TurnSink sink;
    private final Runnable dropped;
    private final Segments segments = new Segments(SESSIONS);
    private final Set<String> lostSessions = ConcurrentHashMap.newKeySet();
    private boolean refused;

    /**
     * Nothing is recorded.
     *
     * @param dropped called once for every event that is not recorded, on any thread
     */
    public Recorder(TurnSink sink, Runnable dropped) {
        this.sink = sink;
        this.dropped = dropped;
    }

    /** A request. One that was forgotten while it waited is not recorded. */
    public void arrived(ArrivedTurn turn) {
        String key = SessionKey.of(turn.turn());
        List<TurnEvent> events;
        try {
            Optional<Integer> generation = sink.generation(turn.turn(), turn.atMillis());
            if (generation.isEmpty()) {
                return;
            }
            // Bodies that were forgotten cannot be referred to: what comes after begins anew.
            String segment = key + " " + generation.get();
            if (lostSessions.remove(key)) {
                segments.forget(segment);
            }
            events = TurnEvents.of(turn, segments.next(segment, turn));
        } catch (IOException e) {
            lost(key);
            return;
        } catch (RuntimeException e) {
            LOG.error("turn cannot be recorded", e);
            lost(key);
            return;
        }
        events.forEach(event -> write(key, event, turn.atMillis()));
    }

    /** The answer to a request. */
    public void answered(TurnAnswered turn) {
        write(SessionKey.of(turn.turn()), turn, turn.timing().requestedAtMillis());
    }

    void said(Outcome outcome) {
        write(SessionKey.of(outcome.agentId(), outcome.sessionId()), outcome, outcome.atMillis());
    }

    /** An edge: nothing that a sink throws may end the recording of everybody else. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void write(String key, TurnEvent event, long askedAtMillis) {
        try {
            sink.write(key, event, askedAtMillis, () -> lost(key));
            refused = false;
        } catch (Exception e) {
            if (!refused) { // one line when it begins, not one per event
                LOG.warn(
                        "turn events are refused by their sink cause={}",
                        e.getClass().getSimpleName());
            }
            refused = true;
            lost(key);
        }
    }

    private void lost(String key) {
        lostSessions.add(key);
        dropped.run();
    }
}
