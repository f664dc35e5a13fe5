package io.molt.proxy.capture;

import io.molt.schemas.turn.TurnEvent;

/** Where turns are recorded. Called by one thread; events of one session keep their order. */
public interface TurnSink extends AutoCloseable {

    /**
     * Takes one event.
     *
     * @param key agent and session
     * @param lost called, on any thread, if the event turns out not to be recorded
     */
    void write(String key, TurnEvent event, Runnable lost);

    /** Waits for what was taken, within reason. */
    @Override
    void close();
}
