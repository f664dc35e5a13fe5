package io.molt.proxy.trace;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.upstream.Upstream;
import io.molt.schemas.turn.TurnRef;

/**
 * A turn as it begins.
 *
 * @param turn its name
 * @param model that the client asks for
 * @param upstream that answers
 * @param requestedAtMillis epoch milliseconds UTC
 */
public record TracedTurn(TurnRef turn, String model, Upstream upstream, long requestedAtMillis) {

    public TracedTurn {
        requireNonNull(turn, "turn");
        requireNonNull(model, "model");
        requireNonNull(upstream, "upstream");
    }
}
