package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

/**
 * A piece of a body too large for one record; all pieces go ahead of the {@link TurnRequested} that needs them.
 *
 * @param turn the turn whose body it is
 * @param bodyHash of the whole body
 * @param index 0 to {@code count - 1}
 * @param count number of pieces
 * @param text at most 512 kB
 */
public record MessageChunk(TurnRef turn, String bodyHash, int index, int count, String text) implements TurnEvent {

    public MessageChunk {
        requireNonNull(turn, "turn");
        requireNonNull(bodyHash, "bodyHash");
        requireNonNull(text, "text");
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("chunk " + index + " of " + count + " of body " + bodyHash);
        }
    }
}
