package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnAnswered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTurnSinkTest {

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void an_event_is_keyed_by_its_session_and_read_by_the_topics_codec() throws Exception {
        TurnAnswered turn = Turns.answered("s");

        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", turn, lost::incrementAndGet);

        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo(Topics.TURNS);
        assertThat(new String(record.key(), UTF_8)).isEqualTo("a/s");
        assertThat(Codecs.TURNS.decode(record.value())).isEqualTo(turn);
    }

    @Test
    void what_was_said_is_sealed_and_what_was_forgotten_while_it_waited_is_not_written(@TempDir Path directory)
            throws Exception {
        ContentKeys keys = new ContentKeys(directory);
        ContentSeal seal = ContentSeal.with(keys);
        TurnAnswered turn = Turns.answered("s");
        try (KafkaTurnSink sink = new KafkaTurnSink(producer, seal)) {
            assertThat(sink.generation(turn.turn())).isEqualTo(1);
            sink.write("a/s", turn, lost::incrementAndGet);

            byte[] written = producer.history().get(0).value();
            assertThat(Codecs.SEALED.decode(written).turnId())
                    .isEqualTo(turn.turn().turnId());
            assertThat(Codecs.TURNS.decode(seal.open(written).orElseThrow())).isEqualTo(turn);

            keys.destroy(turn.turn().agentId(), turn.turn().sessionId(), Long.MAX_VALUE - 1);
            sink.write("a/s", turn, lost::incrementAndGet);
            assertThat(producer.history()).hasSize(1);
            assertThat(sink.generation(turn.turn())).isEqualTo(2);
            assertThat(lost).hasValue(0);
        }
    }

    @Test
    void an_event_that_cannot_be_sealed_is_lost_and_never_written_openly(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        new KafkaTurnSink(producer, ContentSeal.with(new ContentKeys(file)))
                .write("a/s", Turns.answered("s"), lost::incrementAndGet);

        assertThat(lost).hasValue(1);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void an_event_that_kafka_refuses_is_lost_and_said_so() {
        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", Turns.answered("s"), lost::incrementAndGet);
        producer.errorNext(new TimeoutException("away"));

        producer.sendException = new TimeoutException("full");
        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", Turns.answered("s"), lost::incrementAndGet);

        assertThat(lost).hasValue(2);
    }
}
