package io.molt.proxy.delivery;

import io.molt.proxy.spool.Backlog;
import io.molt.proxy.spool.SpoolRecord;
import io.molt.proxy.spool.SpoolSync;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Delivery} with a thread of its own, and one that looks for the broker while it is away. */
public final class DeliveryThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryThread.class);
    private static final int MOST_WAITING_BYTES = 8 << 20;
    private static final int MOST_AT_ONCE = 500;
    /** Where so many come at once, more come within a moment: to be woken for each takes longer than to deliver it. */
    private static final int MANY = 8;

    private static final long MOMENT_MILLIS = 1;
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);
    /** Beyond that the producer would take too much of a small process. */
    private static final long MOST_SENT_BYTES = 16 << 20;
    /** A broker that is silent for so long is away: what it does not acknowledge goes to the backlog. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Without a backlog everything would be lost then, so that there is nothing to do but to wait. */
    private static final Duration PATIENCE_WITHOUT_BACKLOG = Duration.ofMinutes(10);

    private final Delivery delivery;
    private final Lines lines;
    private final LinkedBlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
    private final Semaphore places = new Semaphore(MOST_WAITING_BYTES);
    private final Deque<Offered> waiting = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "molt-delivery");
    private boolean looking;
    private volatile CaptureHealth health;

    private sealed interface Message {}

    private record Offered(SpoolRecord record, Fate fate) implements Message {

        int places() {
            return Math.min(record.size(), MOST_WAITING_BYTES);
        }
    }

    private record Ended(long id, Line.Ending ending) implements Message {}

    private record Connected(Line line) implements Message {}

    private record Woken() implements Message {}

    /**
     * Starts to look for the broker. Records that are offered until it is known to be there or not wait.
     *
     * @param backlog closed with this
     * @param sync when what is in the backlog counts as kept
     */
    public DeliveryThread(Lines lines, Backlog backlog, SpoolSync sync) {
        this.lines = lines;
        Duration patience = backlog == Backlog.NONE ? PATIENCE_WITHOUT_BACKLOG : PATIENCE;
        this.delivery = new Delivery(backlog, sync, new Delivery.Limits(MOST_SENT_BYTES, patience.toNanos()));
        this.health = delivery.health();
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes the next record; waits while too many wait. */
    public void offer(SpoolRecord record, Fate fate) {
        Offered offered = new Offered(record, fate);
        try {
            places.acquire(offered.places());
            mailbox.add(offered);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fate.lost();
        }
    }

    /** As of a moment ago. */
    public CaptureHealth health() {
        return health;
    }

    private void run() {
        try {
            connect();
            while (closing.getCount() > 0 || !mailbox.isEmpty()) {
                turn();
            }
            long end = System.nanoTime() + LAST_WORDS.toNanos();
            while (delivery.isConnected() && (delivery.isBusy() || !waiting.isEmpty()) && System.nanoTime() < end) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.forEach(offered -> delivery.offer(offered.record(), offered.fate(), System.nanoTime()));
            delivery.end(System.nanoTime());
            report();
        }
    }

    /** The first time it is worth waiting: usually the broker is there, and nothing has to go to disk. */
    private void connect() {
        try {
            delivery.connected(lines.open(this::ended));
        } catch (IOException e) {
            LOG.debug("broker is not there", e);
        }
    }

    /** An edge: whatever one record does, others are delivered. */
    private void turn() throws InterruptedException {
        Duration pause = delivery.isBusy() || !waiting.isEmpty() ? BUSY : IDLE;
        Message next = mailbox.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
        int taken = 0;
        try {
            for (; next != null && taken < MOST_AT_ONCE; taken++) {
                take(next);
                next = mailbox.poll();
            }
            if (next != null) {
                take(next);
            }
            offerWaiting();
            delivery.tick(System.nanoTime());
            look();
            report();
        } catch (RuntimeException e) {
            LOG.error("delivery has failed and goes on", e);
        }
        if (taken >= MANY && taken < MOST_AT_ONCE) {
            letGather();
        }
    }

    @SuppressWarnings("ResultOfMethodCallIgnored")
    private void letGather() throws InterruptedException {
        closing.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void take(Message message) {
        if (message instanceof Offered offered) {
            waiting.add(offered);
            offerWaiting();
        } else if (message instanceof Ended ended) {
            delivery.ended(ended.id(), ended.ending(), System.nanoTime());
        } else if (message instanceof Connected connected) {
            looking = false;
            delivery.connected(connected.line());
        }
    }

    private void offerWaiting() {
        while (!waiting.isEmpty() && delivery.hasRoomFor(waiting.peek().record())) {
            Offered offered = waiting.remove();
            places.release(offered.places());
            delivery.offer(offered.record(), offered.fate(), System.nanoTime());
        }
    }

    private void ended(long id, Line.Ending ending) {
        mailbox.add(new Ended(id, ending));
    }

    private void look() {
        if (!delivery.isConnected() && !looking) {
            looking = true;
            Thread look = new Thread(this::lookForBroker, "molt-reconnect");
            look.setDaemon(true);
            look.start();
        }
    }

    private void lookForBroker() {
        try {
            while (!closing.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    Line line = lines.open(this::ended);
                    if (closing.getCount() == 0) {
                        line.close(); // nobody would take it
                    } else {
                        mailbox.add(new Connected(line));
                    }
                    return;
                } catch (IOException e) {
                    LOG.debug("broker is not there", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One line per change. */
    private void report() {
        CaptureHealth now = delivery.health();
        if (now.state() != health.state()) {
            String line = "capture changed state={} spooledRecords={} spooledBytes={} dropped={}";
            Object[] facts = {now.state(), now.spooledRecords(), now.spooledBytes(), now.dropped()};
            if (now.state() == CaptureHealth.State.FULL || now.state() == CaptureHealth.State.SPOOLING) {
                LOG.warn(line, facts);
            } else {
                LOG.info(line, facts);
            }
        }
        health = now;
    }

    /** Delivers what was offered, within ten seconds; the rest stays in the backlog. */
    @Override
    public void close() {
        closing.countDown();
        mailbox.add(new Woken());
        try {
            thread.join(2 * LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
