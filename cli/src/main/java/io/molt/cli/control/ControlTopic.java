package io.molt.cli.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes commands. */
public final class ControlTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;

    private ControlTopic(Producer<byte[], byte[]> producer, InstantSource clock) {
        this.producer = producer;
        this.clock = clock;
    }

    public static ControlTopic connect(String brokers, InstantSource clock) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE.toMillis());
        return new ControlTopic(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()), clock);
    }

    /**
     * Sends a command and waits until Kafka has it.
     *
     * @param agentId or {@link ControlRecord#ALL}
     */
    public ControlRecord send(String agentId, ControlKind kind, Map<String, String> arguments) throws IOException {
        ControlRecord command =
                new ControlRecord(agentId, UUID.randomUUID().toString(), kind, arguments, clock.millis());
        try {
            producer.send(new ProducerRecord<>(
                            Topics.CONTROL, command.key().getBytes(UTF_8), Codecs.CONTROL.encode(command)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return command;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending " + kind, e);
        } catch (ExecutionException e) {
            throw new IOException(kind + " could not be sent", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(kind + " was not acknowledged within " + PATIENCE, e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
