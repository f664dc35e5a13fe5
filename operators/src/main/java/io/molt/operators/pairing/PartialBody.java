package io.molt.operators.pairing;

import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A body of which not all pieces have come.
 *
 * @param bodyHash of the whole body
 * @param count number of pieces
 * @param pieces those that have come, by index
 */
public record PartialBody(String bodyHash, int count, Map<String, String> pieces) {

    /** A body of 8 MB in pieces of 160k characters, and a few more. */
    static final int MAX_PIECES = 64;

    public PartialBody {
        pieces = Map.copyOf(pieces);
    }

    static PartialBody empty(MessageChunk chunk) {
        return new PartialBody(chunk.bodyHash(), chunk.count(), Map.of());
    }

    static boolean fits(MessageChunk chunk) {
        return chunk.count() <= MAX_PIECES;
    }

    /** With one more piece; a piece of another cutting of the same body is ignored. */
    PartialBody with(MessageChunk chunk) {
        if (chunk.count() != count) {
            return this;
        }
        Map<String, String> more = new HashMap<>(pieces);
        more.put(String.valueOf(chunk.index()), chunk.text());
        return new PartialBody(bodyHash, count, more);
    }

    /** The body, once all pieces are there; its role is the role of the message that names it. */
    Optional<MessageBody> whole() {
        if (pieces.size() < count) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(String.valueOf(i)));
        }
        return Optional.of(new MessageBody(bodyHash, "", text.toString(), ""));
    }
}
