package io.molt.cli.control;

import io.molt.cli.topic.TopicWriter;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Writes commands. */
public final class ControlTopic implements AutoCloseable {

    private final TopicWriter topic;
    private final InstantSource clock;

    private ControlTopic(TopicWriter topic, InstantSource clock) {
        this.topic = topic;
        this.clock = clock;
    }

    public static ControlTopic connect(String brokers, InstantSource clock) {
        return new ControlTopic(TopicWriter.connect(brokers), clock);
    }

    /**
     * Sends a command and waits until Kafka has it.
     *
     * @param agentId or {@link ControlRecord#ALL}
     */
    public ControlRecord send(String agentId, ControlKind kind, Map<String, String> arguments) throws IOException {
        ControlRecord command =
                new ControlRecord(agentId, UUID.randomUUID().toString(), kind, arguments, clock.millis());
        topic.send(Topics.CONTROL, command.key(), Codecs.CONTROL.encode(command), kind.name());
        return command;
    }

    @Override
    public void close() {
        topic.close();
    }
}
