package io.molt.proxy.capture;

import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.util.Optional;

/** Where turns are recorded. Called by one thread; events of one session keep their order. */
public interface TurnSink extends AutoCloseable {

    /**
     * Takes one event.
     *
     * @param key agent and session
     * @param askedAtMillis when its turn was asked, epoch milliseconds UTC
     * @param lost called, on any thread, if the event turns out not to be recorded
     */
    void write(String key, TurnEvent event, long askedAtMillis, Runnable lost);

    /**
     * Counts up each time that what was recorded of a session before cannot be referred to any more, since it was forgotten.
     *
     * @param askedAtMillis when the turn was asked, epoch milliseconds UTC
     * @return empty if the turn itself was forgotten since then
     * @throws IOException if that cannot be known now; the sink has said why
     */
    default Optional<Integer> generation(TurnRef turn, long askedAtMillis) throws IOException {
        return Optional.of(0);
    }

    /** Waits for what was taken, within reason. */
    @Override
    void close();
}
