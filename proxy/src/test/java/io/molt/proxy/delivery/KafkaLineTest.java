package io.molt.proxy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.Line.Ending;
import io.molt.proxy.spool.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaLineTest {

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<String> endings = new ArrayList<>();
    private final KafkaLine line = new KafkaLine(producer, "t", (id, ending) -> endings.add(id + " " + ending));

    @Test
    void a_record_goes_out_as_it_is_and_its_end_is_told() {
        assertThat(line.send(7, Records.of("k", "v"))).isTrue();
        producer.completeNext();

        assertThat(producer.history().get(0).topic()).isEqualTo("t");
        assertThat(producer.history().get(0).key())
                .isEqualTo(Records.of("k", "v").key());
        assertThat(producer.history().get(0).value())
                .isEqualTo(Records.of("k", "v").value());
        assertThat(endings).containsExactly("7 " + Ending.ACKNOWLEDGED);
    }

    @Test
    void a_record_that_is_too_large_is_refused_for_good_and_a_broker_that_is_late_breaks_the_line() {
        line.send(1, Records.of("k", "v"));
        line.send(2, Records.of("k", "v"));
        producer.errorNext(new RecordTooLargeException());
        producer.errorNext(new TimeoutException());

        assertThat(endings).containsExactly("1 " + Ending.REFUSED, "2 " + Ending.BROKEN);
    }

    @Test
    void a_producer_that_has_waited_in_vain_is_not_asked_again() {
        MockProducer<byte[], byte[]> waiting =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        callback.onCompletion(null, new TimeoutException("no metadata"));
                        return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
                    }
                };

        assertThat(new KafkaLine(waiting, "t", (id, ending) -> endings.add(id + " " + ending))
                        .send(1, Records.of("k", "v")))
                .isFalse();
        assertThat(endings).containsExactly("1 " + Ending.BROKEN);
    }

    @Test
    void a_producer_that_throws_is_of_no_more_use() {
        producer.sendException = new TimeoutException("full");

        assertThat(line.send(1, Records.of("k", "v"))).isFalse();
    }
}
