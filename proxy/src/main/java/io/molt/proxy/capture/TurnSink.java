package io.molt.proxy.capture;

import io.molt.proxy.delivery.CaptureHealth;
import io.molt.proxy.delivery.Fate;
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
     * @param fate told, on any thread, whether the event is recorded; one that was forgotten while it waited counts as kept
     */
    void write(String key, TurnEvent event, long askedAtMillis, Fate fate);

    /** Whether events reach the broker, as far as this sink knows. */
    default CaptureHealth health() {
        return CaptureHealth.ONLINE;
    }

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
