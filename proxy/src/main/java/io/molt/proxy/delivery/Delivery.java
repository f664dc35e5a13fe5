package io.molt.proxy.delivery;

import io.molt.proxy.delivery.CaptureHealth.State;
import io.molt.proxy.spool.Backlog;
import io.molt.proxy.spool.SpoolRecord;
import io.molt.proxy.spool.SpoolSync;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides for each record: on the line, into the backlog, or lost. Knows no clock, no thread and no Kafka; used by one thread.
 *
 * <p>Records that are sent and not acknowledged are in order: first those that the backlog has too, then those that only memory
 * has. The latter exist only while the backlog has nothing unsent, so that putting them behind it keeps the order. Rests on
 * lines that keep the order of each key, and on readers that know a record when it comes again.
 */
final class Delivery {

    private static final long SYNC_EVERY_NANOS = Duration.ofMillis(50).toNanos();
    /** So long it counts as full after it had no place for a record; a smaller one may have fitted since. */
    private static final long FULL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Backlog backlog;
    private final SpoolSync sync;
    private final Limits limits;
    private final Map<Long, Sent> sent = new LinkedHashMap<>();
    /** Of those sent, the ones that the backlog has too, until all before them are acknowledged. */
    private final Deque<Sent> drawn = new ArrayDeque<>();
    /** Of those in the backlog, the ones that a loss of power could still take. */
    private final List<Fate> unsynced = new ArrayList<>();

    /** Of a record that counts as kept, since it is in the backlog. */
    private final Fate settled = new Fate() {
        @Override
        public void kept() {}

        @Override
        public void lost() {
            droppedLater++;
        }
    };

    private Optional<Line> line = Optional.empty();
    private long sentBytes;
    private long nextId;
    private long unsyncedSince;
    private Optional<Long> refusedAt = Optional.empty();
    private long dropped;
    private long droppedLater;

    /**
     * How far it goes.
     *
     * @param sentBytes unacknowledged, beyond which no further record is sent
     * @param patienceNanos for an acknowledgement, before the broker counts as away
     */
    record Limits(long sentBytes, long patienceNanos) {}

    private static final class Sent {
        private final long id;
        private final SpoolRecord record;
        private final long atNanos;
        private Fate fate;
        private boolean drawn;
        private boolean acknowledged;

        private Sent(long id, SpoolRecord record, Fate fate, boolean drawn, long atNanos) {
            this.id = id;
            this.record = record;
            this.fate = fate;
            this.drawn = drawn;
            this.atNanos = atNanos;
        }
    }

    /** Is not connected; what the backlog holds comes first. */
    Delivery(Backlog backlog, SpoolSync sync, Limits limits) {
        this.backlog = backlog;
        this.sync = sync;
        this.limits = limits;
    }

    /** Whether a record can be taken now without losing it for want of memory alone. */
    boolean hasRoomFor(SpoolRecord record) {
        return backlog != Backlog.NONE || line.isEmpty() || fits(record);
    }

    boolean isConnected() {
        return line.isPresent();
    }

    /** Whether {@link #tick} has something to do soon. */
    boolean isBusy() {
        return !sent.isEmpty() || !unsynced.isEmpty() || (line.isPresent() && !backlog.isRead());
    }

    /** The next record. */
    void offer(SpoolRecord record, Fate fate, long nowNanos) {
        if (line.isPresent() && backlog.isRead()) {
            if (fits(record)) {
                send(record, fate, false, nowNanos);
                return;
            }
            if (!backUpSent(nowNanos)) {
                lose(fate, nowNanos);
                return;
            }
        }
        put(record, fate, nowNanos);
    }

    private boolean fits(SpoolRecord record) {
        return sent.isEmpty() || sentBytes + record.size() <= limits.sentBytes();
    }

    /** So that what comes behind them cannot come before them when the line breaks. False if there is no place. */
    private boolean backUpSent(long nowNanos) {
        for (Sent each : sent.values()) {
            if (each.drawn) {
                continue;
            }
            // It is on its way already: it must be there, and count as read.
            if (!backlog.append(each.record) || backlog.next().isEmpty()) {
                return false;
            }
            appended(each.fate, nowNanos);
            each.fate = settled;
            each.drawn = true;
            drawn.add(each);
        }
        return true;
    }

    private void put(SpoolRecord record, Fate fate, long nowNanos) {
        if (!append(record, fate, nowNanos)) {
            lose(fate, nowNanos);
        }
    }

    private boolean append(SpoolRecord record, Fate fate, long nowNanos) {
        if (!backlog.append(record)) {
            return false;
        }
        appended(fate, nowNanos);
        return true;
    }

    private void appended(Fate fate, long nowNanos) {
        if (sync == SpoolSync.NEVER) {
            fate.kept();
        } else {
            if (unsynced.isEmpty()) {
                unsyncedSince = nowNanos;
            }
            unsynced.add(fate);
        }
    }

    private void lose(Fate fate, long nowNanos) {
        refusedAt = Optional.of(nowNanos);
        dropped++;
        fate.lost();
    }

    private void send(SpoolRecord record, Fate fate, boolean fromBacklog, long nowNanos) {
        Sent next = new Sent(nextId++, record, fate, fromBacklog, nowNanos);
        sent.put(next.id, next);
        sentBytes += record.size();
        if (fromBacklog) {
            drawn.add(next);
        }
        if (!line.orElseThrow().send(next.id, record)) {
            disconnect(nowNanos);
        }
    }

    /** The broker is there again. */
    void connected(Line fresh) {
        line = Optional.of(fresh);
    }

    /** A record has ended; those of lines that are no more are not known. */
    void ended(long id, Line.Ending ending, long nowNanos) {
        if (!sent.containsKey(id)) {
            return;
        }
        if (ending == Line.Ending.BROKEN) {
            disconnect(nowNanos);
            return;
        }
        Sent done = sent.remove(id);
        sentBytes -= done.record.size();
        done.acknowledged = true;
        if (ending == Line.Ending.ACKNOWLEDGED) {
            done.fate.kept();
        } else {
            dropped++;
            done.fate.lost();
        }
    }

    /** Does what time brings: gives up on a silent broker, sends from the backlog, syncs. */
    void tick(long nowNanos) {
        if (!sent.isEmpty()) {
            Sent oldest = sent.values().iterator().next();
            if (nowNanos - oldest.atNanos >= limits.patienceNanos()) {
                disconnect(nowNanos);
            }
        }
        releaseDrained();
        while (line.isPresent() && !backlog.isRead() && sentBytes < limits.sentBytes()) {
            Optional<SpoolRecord> next = backlog.next();
            if (next.isPresent()) {
                send(next.get(), settled, true, nowNanos);
            }
        }
        boolean drained = line.isPresent() && backlog.records() == 0;
        refusedAt = refusedAt.filter(since -> !drained && nowNanos - since < FULL_NANOS);
        boolean due = sync == SpoolSync.ALWAYS || nowNanos - unsyncedSince >= SYNC_EVERY_NANOS;
        if (!unsynced.isEmpty() && due) {
            sync(nowNanos);
        }
    }

    private void sync(long nowNanos) {
        boolean synced = backlog.sync();
        List<Fate> settled = List.copyOf(unsynced);
        unsynced.clear();
        for (Fate fate : settled) {
            if (synced) {
                fate.kept();
            } else {
                lose(fate, nowNanos);
            }
        }
    }

    private void releaseDrained() {
        int count = 0;
        while (!drawn.isEmpty() && drawn.peek().acknowledged) {
            drawn.remove();
            count++;
        }
        backlog.drained(count);
    }

    private void disconnect(long nowNanos) {
        line.ifPresent(Line::close);
        line = Optional.empty();
        releaseDrained();
        List<Sent> inMemory = sent.values().stream().filter(each -> !each.drawn).toList();
        sent.clear();
        drawn.clear();
        sentBytes = 0;
        backlog.rewind();
        inMemory.forEach(each -> put(each.record, each.fate, nowNanos));
    }

    CaptureHealth health() {
        return new CaptureHealth(state(), backlog.records(), backlog.bytes(), dropped, droppedLater);
    }

    private State state() {
        if (refusedAt.isPresent()) {
            return State.FULL;
        }
        if (line.isEmpty()) {
            return State.SPOOLING;
        }
        return backlog.records() > 0 ? State.DRAINING : State.ONLINE;
    }

    /** Gives up the line; what was not acknowledged stays in the backlog. */
    void end(long nowNanos) {
        disconnect(nowNanos);
        sync(nowNanos);
        backlog.close();
    }
}
