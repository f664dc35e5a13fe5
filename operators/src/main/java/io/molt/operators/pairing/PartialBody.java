package io.molt.operators.pairing;

import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A body of which not all pieces have come.
 *
 * @param bodyHash of the whole body
 * @param pieces one text per piece; empty where it has not come
 */
public record PartialBody(String bodyHash, List<String> pieces) {

    /** 512 kB each: twice what the proxy sends whole. */
    static final int MAX_PIECES = 32;

    public PartialBody {
        pieces = List.copyOf(pieces);
    }

    static PartialBody empty(MessageChunk chunk) {
        return new PartialBody(chunk.bodyHash(), Collections.nCopies(chunk.count(), ""));
    }

    static boolean fits(MessageChunk chunk) {
        return chunk.count() <= MAX_PIECES;
    }

    /** With one more piece; a piece of another cutting of the same body is ignored. */
    PartialBody with(MessageChunk chunk) {
        if (chunk.count() != pieces.size()) {
            return this;
        }
        List<String> more = new ArrayList<>(pieces);
        more.set(chunk.index(), chunk.text());
        return new PartialBody(bodyHash, more);
    }

    /** The body, once all pieces are there; its role is the role of the message that names it. */
    Optional<MessageBody> whole() {
        return pieces.contains("")
                ? Optional.empty()
                : Optional.of(new MessageBody(bodyHash, "", String.join("", pieces), ""));
    }
}
