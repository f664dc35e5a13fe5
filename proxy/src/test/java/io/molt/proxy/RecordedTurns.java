package io.molt.proxy;

import io.molt.proxy.capture.TurnSink;
import io.molt.proxy.delivery.Fate;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A record in memory. */
final class RecordedTurns implements TurnSink {

    private final BlockingQueue<TurnEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
        events.add(event);
        fate.kept();
    }

    /** The next event; waits for it. */
    TurnEvent next() throws InterruptedException {
        TurnEvent event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was recorded");
        }
        return event;
    }

    TurnRequested requested() throws InterruptedException {
        return (TurnRequested) next();
    }

    TurnAnswered answered() throws InterruptedException {
        return (TurnAnswered) next();
    }

    void clear() {
        events.clear();
    }

    List<TurnEvent> all() {
        return new ArrayList<>(events);
    }

    @Override
    public void close() {}
}
