package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.schemas.turn.Sampled;

/** An answer, put together from one JSON object or from the events of a stream. */
public interface Reply {

    /** Nothing has come yet. */
    static Reply in(Dialect dialect) {
        return switch (dialect) {
            case CHAT -> new ChatReply();
            case MESSAGES -> new MessagesReply();
            case RESPONSES -> new ResponsesReply();
        };
    }

    /** A whole answer, or one event of it; unknown events do nothing. */
    void read(JsonNode json);

    /** The model has said all that it was going to say. */
    boolean whole();

    /** In the words of chat where it has one; empty if the upstream has not said. */
    String finishReason();

    /** The kind of error that the upstream said it ends with; empty if it did not. */
    String error();

    /** The upstream's name for the answer; empty if it has none. */
    String id();

    /** What the upstream calls the model that answers; empty if it has not said. */
    String model();

    /** The assistant's message so far, as chat has it. */
    ObjectNode message();

    Usage usage();

    /**
     * What was sampled, if the upstream told all of it and it is not longer than anybody trains on.
     *
     * @param temperature of the request
     * @param longest tokens of prompt and reply
     */
    default Sampled sampled(double temperature, int longest) {
        return Sampled.UNKNOWN;
    }
}
