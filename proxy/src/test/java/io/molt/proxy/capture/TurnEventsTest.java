package io.molt.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.redact.Redaction;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnEventsTest {

    @Test
    void long_texts_go_ahead_in_chunks_and_every_event_fits_a_kafka_record() {
        String euros = "€".repeat(400_000);
        ArrivedTurn turn =
                Turns.main(0, "a", euros, "b", "c".repeat(70_000), "d", "e".repeat(70_000), "f", "g".repeat(70_000));

        List<TurnEvent> events = TurnEvents.of(turn, new Segment(Redaction.none()).next(turn));

        TurnRequested requested = (TurnRequested) events.get(events.size() - 1);
        List<MessageChunk> chunks = events.subList(0, events.size() - 1).stream()
                .map(MessageChunk.class::cast)
                .toList();
        assertThat(events)
                .allSatisfy(event -> assertThat(Codecs.TURNS.encode(event)).hasSizeLessThan(900_000));
        assertThat(chunks).hasSize(4);
        assertThat(chunks.get(0).text() + chunks.get(1).text() + chunks.get(2).text())
                .isEqualTo(euros);
        assertThat(chunks.get(3).text()).isEqualTo("g".repeat(70_000));
        assertThat(requested.context()).hasSize(8);
        assertThat(requested.bodies())
                .extracting(MessageBody::text)
                .contains("a", "b", "d", "f")
                .hasSize(6);
    }

    @Test
    void keys_are_hashed_when_long_and_never_shared() {
        assertThat(SessionKey.of("agent", "session")).isEqualTo("agent/session");
        assertThat(SessionKey.of("a/b", "c")).isNotEqualTo(SessionKey.of("a", "b/c"));
        assertThat(SessionKey.of("a", "s".repeat(128))).hasSize(32);
    }
}
