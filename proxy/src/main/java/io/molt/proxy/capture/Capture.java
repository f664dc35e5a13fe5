package io.molt.proxy.capture;

import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns from the HTTP threads and hands them to the sink on a thread of its own.
 *
 * <p>A turn takes two places in the queue when it arrives, one of them for its answer, so that an answer whose request was
 * recorded is not dropped for want of a place.
 */
public final class Capture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    private static final int SESSIONS = 10_000;

    private final TurnSink sink;
    private final CaptureLimits limits;
    private final Runnable dropped;
    private final LinkedBlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
    private final AtomicLong places = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private final Segments segments = new Segments(SESSIONS);
    private final Set<String> lostSessions = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "molt-capture");

    private sealed interface Queued {}

    private record Arrived(ArrivedTurn turn) implements Queued {}

    private record Answered(TurnAnswered turn) implements Queued {}

    private record Said(Outcome outcome) implements Queued {}

    private record Stop() implements Queued {}

    /**
     * Starts the thread.
     *
     * @param sink closed with this
     * @param dropped called once for every event that is not recorded, on any thread
     */
    public Capture(TurnSink sink, CaptureLimits limits, Runnable dropped) {
        this.sink = sink;
        this.limits = limits;
        this.dropped = dropped;
        thread.setDaemon(true);
        thread.start();
    }

    /** A request has arrived. False if it is dropped; then its answer must not be given here either. */
    public boolean arrived(ArrivedTurn turn) {
        long size = turn.size();
        boolean fits = places.get() + 2 <= limits.events() && characters.get() + size <= limits.characters();
        if (!fits) {
            dropped.run();
            return false;
        }
        places.addAndGet(2);
        characters.addAndGet(size);
        queue.add(new Arrived(turn));
        return true;
    }

    /** The turn has ended; called once for every turn that {@link #arrived} took. */
    public void answered(TurnAnswered turn) {
        queue.add(new Answered(turn));
    }

    /** Somebody says how a session went. False if it is dropped. */
    public boolean said(Outcome outcome) {
        if (places.get() + 1 > limits.events()) {
            dropped.run();
            return false;
        }
        places.incrementAndGet();
        queue.add(new Said(outcome));
        return true;
    }

    /** Turns and answers that wait. */
    public int waiting() {
        return queue.size();
    }

    private void run() {
        try {
            while (true) {
                Queued next = queue.take();
                if (next instanceof Arrived arrived) {
                    characters.addAndGet(-arrived.turn().size());
                    record(arrived.turn());
                } else if (next instanceof Answered answered) {
                    write(SessionKey.of(answered.turn().turn()), answered.turn());
                } else if (next instanceof Said said) {
                    write(SessionKey.of(said.outcome().agentId(), said.outcome().sessionId()), said.outcome());
                } else {
                    return;
                }
                places.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(ArrivedTurn turn) {
        String key = SessionKey.of(turn.turn());
        if (lostSessions.remove(key)) {
            segments.forget(key);
        }
        List<TurnEvent> events;
        try {
            events = TurnEvents.of(turn, segments.next(key, turn));
        } catch (RuntimeException e) {
            LOG.error("turn cannot be recorded", e);
            lost(key);
            return;
        }
        events.forEach(event -> write(key, event));
    }

    /** An edge: nothing that a sink throws may end the recording of everybody else. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void write(String key, TurnEvent event) {
        try {
            sink.write(key, event, () -> lost(key));
        } catch (Exception e) {
            LOG.debug("turn event refused by sink", e);
            lost(key);
        }
    }

    private void lost(String key) {
        lostSessions.add(key);
        dropped.run();
    }

    /** Records what waits, within ten seconds, and closes the sink. */
    @Override
    public void close() {
        queue.add(new Stop());
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
