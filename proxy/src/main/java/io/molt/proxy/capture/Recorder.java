package io.molt.proxy.capture;

import io.molt.proxy.delivery.Fate;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes turns down as events: each body once per session, keyframes, chunks. After something of a session was lost its next
 * turn carries everything. Called by one thread; waits as long as its sink does.
 */
public final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int MOST_LOST = 10_000;
    /** Of all segments together; a session whose segment was forgotten goes on with a keyframe. */
    private static final int MESSAGES = 100_000;

    private final TurnSink sink;
    private final Runnable dropped;
    private final Redaction redaction;
    private final Segments segments;
    /** Turns that wait for their answer and whose request something was taken out of. */
    private final Set<String> redactedTurns = new HashSet<>();

    private final Set<String> lostSessions = ConcurrentHashMap.newKeySet();
    /** More than are worth remembering: then all sessions begin anew. */
    private final AtomicBoolean lostMany = new AtomicBoolean();

    private final Map<String, Settlement> unanswered = new HashMap<>();
    private boolean refused;

    /**
     * Nothing is recorded.
     *
     * @param redaction what is taken out of bodies before they are cut and written
     * @param dropped called once for every event that is not recorded, on any thread
     */
    public Recorder(TurnSink sink, Redaction redaction, Runnable dropped) {
        this.sink = sink;
        this.redaction = redaction;
        this.segments = new Segments(MESSAGES, redaction);
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
            if (lostMany.getAndSet(false)) {
                lostSessions.clear();
                segments.forgetAll();
            } else if (lostSessions.remove(key)) {
                segments.forget(segment);
            }
            Segment.Plan plan = segments.next(segment, turn);
            if (plan.redacted()) {
                redactedTurns.add(turn.turn().turnId());
            }
            events = TurnEvents.of(turn, plan);
        } catch (IOException e) {
            notPlanned(turn, key);
            return;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("turn cannot be recorded cause={}", e.getClass().getName());
            notPlanned(turn, key);
            return;
        }
        Settlement settlement = new Settlement();
        unanswered.put(turn.turn().turnId(), settlement);
        events.forEach(event -> {
            settlement.oneMore();
            write(key, event, turn.atMillis(), settlement);
        });
    }

    /** Nobody has looked for secrets in its prompt, so its tokens must not be recorded either. */
    private void notPlanned(ArrivedTurn turn, String key) {
        redactedTurns.add(turn.turn().turnId());
        lost(key);
    }

    /**
     * The answer to a request; called once for every turn that arrived.
     *
     * @param settled run once request and answer are kept or lost, on any thread; it must not wait
     */
    public void answered(TurnAnswered turn, Runnable settled) {
        Settlement settlement =
                Optional.ofNullable(unanswered.remove(turn.turn().turnId())).orElseGet(Settlement::new);
        settlement.then(settled);
        boolean promptRedacted = redactedTurns.remove(turn.turn().turnId());
        TurnAnswered redacted;
        try {
            redacted = redaction.answered(turn, promptRedacted);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("answer cannot be recorded cause={}", e.getClass().getName());
            settlement.counting(() -> lost(SessionKey.of(turn.turn()))).lost();
            return;
        }
        write(SessionKey.of(turn.turn()), redacted, turn.timing().requestedAtMillis(), settlement);
    }

    void said(Outcome outcome) {
        String key = SessionKey.of(outcome.agentId(), outcome.sessionId());
        write(key, outcome, outcome.atMillis(), new Settlement());
    }

    /** An edge: nothing that a sink throws may end the recording of everybody else. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void write(String key, TurnEvent event, long askedAtMillis, Settlement settlement) {
        Fate fate = settlement.counting(() -> lost(key));
        try {
            sink.write(key, event, askedAtMillis, fate);
            refused = false;
        } catch (Exception e) {
            if (!refused) { // one line when it begins, not one per event
                LOG.warn(
                        "turn events are refused by their sink cause={}",
                        e.getClass().getSimpleName());
            }
            refused = true;
            fate.lost();
        }
    }

    int lostSessions() {
        return lostSessions.size();
    }

    private void lost(String key) {
        if (lostSessions.size() < MOST_LOST) {
            lostSessions.add(key);
        } else {
            lostMany.set(true);
        }
        dropped.run();
    }
}
