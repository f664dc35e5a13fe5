package io.molt.proxy.capture;

import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;

/** Where turns are recorded. Called by one thread; events of one session keep their order. */
public interface TurnSink extends AutoCloseable {

    /**
     * Takes one event.
     *
     * @param key agent and session
     * @param lost called, on any thread, if the event turns out not to be recorded
     */
    void write(String key, TurnEvent event, Runnable lost);

    /**
     * Counts up each time that what was recorded of a session before cannot be referred to any more, since it was forgotten.
     *
     * @throws IOException if that cannot be known now
     */
    default int generation(TurnRef turn) throws IOException {
        return 0;
    }

    /** Waits for what was taken, within reason. */
    @Override
    void close();
}
