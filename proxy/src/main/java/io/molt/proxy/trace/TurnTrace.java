package io.molt.proxy.trace;

import io.molt.proxy.dialect.Reply;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.ServedBy;
import java.util.function.BiConsumer;

/** The span of one turn. Never waits. */
public interface TurnTrace {

    /** Nobody wants it. */
    TurnTrace NONE = new TurnTrace() {
        @Override
        public void passOn(BiConsumer<String, String> headers) {}

        @Override
        public void ended(ServedBy servedBy, Reply reply, Ending ending, long atMillis) {}
    };

    /** The headers by which the upstream's own spans become this one's children. */
    void passOn(BiConsumer<String, String> headers);

    /**
     * The turn is over. Called once.
     *
     * @param atMillis epoch milliseconds UTC
     */
    void ended(ServedBy servedBy, Reply reply, Ending ending, long atMillis);
}
