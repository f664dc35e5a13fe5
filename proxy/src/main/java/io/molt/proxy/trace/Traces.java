package io.molt.proxy.trace;

import java.util.function.UnaryOperator;

/** Where spans go. Thread-safe. */
public interface Traces extends AutoCloseable {

    /** Nowhere. */
    Traces OFF = (turn, headers) -> TurnTrace.NONE;

    /**
     * A turn begins.
     *
     * @param headers of its client, by name; null for one that it has not sent
     */
    TurnTrace begin(TracedTurn turn, UnaryOperator<String> headers);

    /** Spans that could not be sent. */
    default long dropped() {
        return 0;
    }

    /** Sends what there still is, within seconds. */
    @Override
    default void close() {}
}
