package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRequested;
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

        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", turn, 1, lost::incrementAndGet);

        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(record.topic()).isEqualTo(Topics.TURNS);
        assertThat(new String(record.key(), UTF_8)).isEqualTo("a/s");
        assertThat(Codecs.TURNS.decode(record.value())).isEqualTo(turn);
    }

    @Test
    void what_was_said_is_sealed(@TempDir Path directory) throws Exception {
        ContentSeal seal = ContentSeal.with(ContentKeys.create(directory));
        TurnAnswered turn = Turns.answered("s");

        new KafkaTurnSink(producer, seal).write("a/s", turn, 1, lost::incrementAndGet);

        byte[] written = producer.history().get(0).value();
        assertThat(Codecs.SEALED.decode(written).turnId()).isEqualTo(turn.turn().turnId());
        assertThat(Codecs.TURNS.decode(seal.open(written).orElseThrow())).isEqualTo(turn);
    }

    @Test
    void what_was_forgotten_while_it_waited_is_not_recorded_and_what_comes_after_it_begins_anew(@TempDir Path directory)
            throws Exception {
        Recorder recorder = new Recorder(
                new KafkaTurnSink(producer, ContentSeal.with(ContentKeys.create(directory))), lost::incrementAndGet);
        recorder.arrived(Turns.main(100, "one"));
        recorder.arrived(Turns.main(200, "one", "two"));
        int before = producer.history().size();

        String longest = "long ".repeat(TurnEvents.LONGEST_INLINE_BODY);
        new ContentKeys(directory)
                .destroy(
                        Turns.main(0, "x").turn().agentId(),
                        Turns.main(0, "x").turn().sessionId(),
                        1_000);
        recorder.arrived(Turns.main(900, "one", "two", longest));
        assertThat(producer.history()).as("also not in chunks").hasSize(before);

        recorder.arrived(Turns.main(1_001, "one", "two", "three"));
        byte[] written = producer.history().get(before).value();
        assertThat(Codecs.SEALED.decode(written).generation()).isEqualTo(2);
        var seal = ContentSeal.with(new ContentKeys(directory));
        assertThat(Codecs.TURNS.decode(seal.open(written).orElseThrow()))
                .isInstanceOfSatisfying(TurnRequested.class, turn -> {
                    assertThat(turn.keyframe()).isTrue();
                    assertThat(turn.bodies()).hasSize(3);
                });
        assertThat(lost).hasValue(0);
    }

    @Test
    void an_event_that_cannot_be_sealed_is_lost_and_never_written_openly(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        new KafkaTurnSink(producer, ContentSeal.with(new ContentKeys(file)))
                .write("a/s", Turns.answered("s"), 1, lost::incrementAndGet);

        assertThat(lost).hasValue(1);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void an_event_that_kafka_refuses_is_lost_and_said_so() {
        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", Turns.answered("s"), 1, lost::incrementAndGet);
        producer.errorNext(new TimeoutException("away"));

        producer.sendException = new TimeoutException("full");
        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", Turns.answered("s"), 1, lost::incrementAndGet);

        assertThat(lost).hasValue(2);
    }
}
