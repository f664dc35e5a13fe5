package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnAnswered;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

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
    void an_event_that_kafka_refuses_is_lost_and_said_so() {
        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", Turns.answered("s"), lost::incrementAndGet);
        producer.errorNext(new TimeoutException("away"));

        producer.sendException = new TimeoutException("full");
        new KafkaTurnSink(producer, ContentSeal.NONE).write("a/s", Turns.answered("s"), lost::incrementAndGet);

        assertThat(lost).hasValue(2);
    }
}
