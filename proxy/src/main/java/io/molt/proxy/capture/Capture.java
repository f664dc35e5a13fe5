package io.molt.proxy.capture;

import io.molt.proxy.delivery.CaptureHealth;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns from the HTTP threads and hands them to the sink on a thread of its own. Who asks for {@link #room} first never
 * brings more than can be recorded; what comes all the same is dropped once the queue is full.
 *
 * <p>A turn takes two places in the queue when it arrives, one of them for its answer, so that an answer whose request was
 * recorded is not dropped for want of a place.
 */
public final class Capture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);
    /** What finds no place then is answered all the same. */
    private static final long LONGEST_WAIT_MILLIS = 1_000;
    /** A sink that takes nothing for so long waits for something itself. */
    private static final Duration STUCK = Duration.ofMillis(200);

    /**
     * Requests and answers; more need not wait to keep the thread busy, and what waits for long grows old: then only collections
     * of the whole heap free it.
     */
    private static final int CROWD = 256;
    /** Of them, for the same reason. */
    private static final long CROWD_CHARACTERS = 2L << 20;

    private final TurnSink sink;
    private final CaptureLimits limits;
    private final Runnable dropped;
    private final long stuckNanos;
    private final LongAdder droppedEvents = new LongAdder();
    private final LinkedBlockingQueue<Queued> queue = new LinkedBlockingQueue<>();
    private final AtomicLong places = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final Recorder recorder;
    private final Thread thread = new Thread(this::run, "molt-capture");
    private volatile long takenAtNanos = System.nanoTime();

    private sealed interface Queued {}

    private record Arrived(ArrivedTurn turn) implements Queued {}

    private record Answered(TurnAnswered turn, Runnable settled) implements Queued {}

    private record Said(Outcome outcome) implements Queued {}

    private record Stop() implements Queued {}

    /**
     * Starts the thread.
     *
     * @param sink closed with this
     * @param redaction what is taken out before anything is recorded
     * @param dropped called once for every event that is not recorded, on any thread
     */
    public Capture(TurnSink sink, CaptureLimits limits, Redaction redaction, Runnable dropped) {
        this(sink, limits, redaction, dropped, STUCK);
    }

    Capture(TurnSink sink, CaptureLimits limits, Redaction redaction, Runnable dropped, Duration stuck) {
        this.sink = sink;
        this.stuckNanos = stuck.toNanos();
        this.limits = limits;
        this.dropped = () -> {
            droppedEvents.increment();
            dropped.run();
        };
        this.recorder = new Recorder(sink, redaction, this.dropped);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Completes, on any thread, when the queue is not crowded, or after a second; at once if waiting would be in vain,
     * since nothing is taken from it.
     */
    public CompletableFuture<Void> room() {
        if (!isCrowded() || System.nanoTime() - takenAtNanos > stuckNanos) {
            return ROOM;
        }
        forgetWhoHasBegun();
        CompletableFuture<Void> place = new CompletableFuture<>();
        waiting.add(place.completeOnTimeout(null, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS));
        admit(); // the last of the queue may have been taken meanwhile
        return place;
    }

    private boolean isCrowded() {
        return queue.size() > Math.min(CROWD, limits.events() / 2)
                || characters.get() > Math.min(CROWD_CHARACTERS, limits.characters() / 2);
    }

    /** Two at most while others wait in the queue: each turn that is taken makes room for one. */
    private void admit() {
        int admitted = 0;
        while (!isCrowded() && (admitted < 2 || queue.isEmpty())) {
            CompletableFuture<Void> next = waiting.poll();
            if (next == null) {
                return;
            }
            admitted += next.complete(null) ? 1 : 0; // who has waited too long has begun already
        }
    }

    /** So that those who have waited too long do not gather where nobody is admitted. */
    private void forgetWhoHasBegun() {
        CompletableFuture<Void> first = waiting.peek();
        if (first != null && first.isDone()) {
            waiting.removeIf(CompletableFuture::isDone);
        }
    }

    /** A request has arrived. False if it is dropped; then its answer must not be given here either. */
    public boolean arrived(ArrivedTurn turn) {
        long size = turn.size();
        boolean fits = places.get() + 2 <= limits.events() && characters.get() < limits.characters();
        if (!fits) {
            dropped.run();
            return false;
        }
        places.addAndGet(2);
        characters.addAndGet(size);
        queue.add(new Arrived(turn));
        return true;
    }

    /**
     * The turn has ended; called once for every turn that {@link #arrived} took.
     *
     * @param settled run, on any thread, once the turn's request and answer are safe or lost for good; it must not wait
     */
    public void answered(TurnAnswered turn, Runnable settled) {
        characters.addAndGet(size(turn));
        queue.add(new Answered(turn, settled));
    }

    private static long size(TurnAnswered turn) {
        return (long) turn.reply().text().length() + turn.reply().json().length();
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

    /** Where turns go now, and what was lost so far, whoever lost it. */
    public CaptureHealth health() {
        return sink.health().withDropped(droppedEvents.sum());
    }

    private void run() {
        try {
            for (Queued next = queue.take(); !(next instanceof Stop); next = queue.take()) {
                places.decrementAndGet();
                takenAtNanos = System.nanoTime();
                take(next);
                admit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An edge: no turn may end the recording of all others. */
    private void take(Queued next) {
        try {
            if (next instanceof Arrived arrived) {
                characters.addAndGet(-arrived.turn().size());
                recorder.arrived(arrived.turn());
            } else if (next instanceof Answered answered) {
                characters.addAndGet(-size(answered.turn()));
                recorder.answered(answered.turn(), answered.settled());
            } else if (next instanceof Said said) {
                recorder.said(said.outcome());
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("turn cannot be recorded cause={}", e.getClass().getName());
        }
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
