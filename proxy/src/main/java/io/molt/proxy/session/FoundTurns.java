package io.molt.proxy.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the events of sessions whose clients name none; of all others only the key is looked at.
 *
 * @param seal opens them
 */
public record FoundTurns(ContentSeal seal) implements TopicTail.Reading<TurnEvent> {

    @Override
    public Optional<TurnEvent> read(byte[] key, byte[] value) throws UnreadableRecord, IOException {
        if (key == null || !new String(key, UTF_8).contains("/c-")) {
            return Optional.empty();
        }
        Optional<byte[]> open = seal.open(value);
        return open.isEmpty() ? Optional.empty() : Optional.of(Codecs.TURNS.decode(open.get()));
    }
}
