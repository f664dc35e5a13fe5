package io.molt.operators.pairing;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.MessageBody;

/**
 * A body as long as it is needed.
 *
 * @param body the body
 * @param segment the newest one that brought it; bodies go with the segment after the next
 */
public record KeptBody(MessageBody body, long segment) {

    public KeptBody {
        requireNonNull(body, "body");
    }
}
