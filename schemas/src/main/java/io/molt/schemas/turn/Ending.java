package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

/**
 * How a turn ended.
 *
 * @param status HTTP status sent to the client; 499 if the client hung up first
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, or empty if the reply broke off
 * @param error short and constant description of what went wrong; empty if nothing did
 */
public record Ending(int status, String finishReason, String error) {

    public Ending {
        requireNonNull(finishReason, "finishReason");
        requireNonNull(error, "error");
    }

    /** The client saw a whole reply. */
    public boolean whole() {
        return status == 200 && error.isEmpty();
    }
}
