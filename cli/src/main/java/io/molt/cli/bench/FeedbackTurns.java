package io.molt.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sessions of two turns, as the proxy would record them: the second one is feedback on the first. */
final class FeedbackTurns implements AutoCloseable {

    private static final String FEEDBACK = "No, that is wrong, please use the full date instead.";

    private final Producer<byte[], byte[]> producer;

    FeedbackTurns(String brokers) {
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.ACKS_CONFIG, "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Writes one session.
     *
     * @param number of the agent's session, from 0; it says that version {@code number} answered it, so that no turn is too
     *     old to train
     * @param request what the user asked first
     * @return when the feedback was recorded, epoch milliseconds UTC
     */
    long session(String agentId, long number, String request) throws InterruptedException, ExecutionException {
        String session = "s" + number;
        TurnRef first = new TurnRef(agentId, session, agentId + "-" + session + "-1");
        TurnRef second = new TurnRef(agentId, session, agentId + "-" + session + "-2");
        MessageBody asked = body("user", request, session + "a");
        MessageBody replied = body("assistant", "It is on 3 March.", session + "b");
        MessageBody feedback = body("user", FEEDBACK, session + "c");
        MessageBody thanked = body("assistant", "It is on 3 March 2026.", session + "d");
        List<ContextMessage> opening = List.of(named(asked));
        List<ContextMessage> whole = List.of(named(asked), named(replied), named(feedback));
        write(new TurnRequested(first, 1_000, TurnKind.MAIN, opening, List.of(asked), true, false));
        write(answered(first, replied, number, 1_500));
        long toldAtMillis = write(
                new TurnRequested(second, 2_000, TurnKind.MAIN, whole, List.of(asked, replied, feedback), true, true));
        write(answered(second, thanked, number, 2_500));
        return toldAtMillis;
    }

    private static TurnAnswered answered(TurnRef turn, MessageBody reply, long version, long at) {
        String policy = version == 0 ? ServedBy.BASE : turn.agentId() + "@v" + version;
        return new TurnAnswered(
                turn,
                new Timing(at - 500, at - 400, at),
                new ServedBy(policy, true, List.of(), 0, ""),
                reply,
                reply.bodyHash(),
                new Sampled(new int[] {1, 2, 3}, new int[] {4, 5}, new float[] {-0.5f, -0.5f}, 1),
                new Ending(200, "stop", ""),
                "");
    }

    private static MessageBody body(String role, String text, String hash) {
        return new MessageBody(hash, role, text, "");
    }

    private static ContextMessage named(MessageBody body) {
        return new ContextMessage(body.role(), body.bodyHash(), body.bodyHash());
    }

    /** When it was recorded; it is, when this returns. */
    private long write(TurnEvent event) throws InterruptedException, ExecutionException {
        TurnRef turn = event instanceof TurnRequested asked ? asked.turn() : ((TurnAnswered) event).turn();
        byte[] key = (turn.agentId() + "/" + turn.sessionId()).getBytes(UTF_8);
        return producer.send(new ProducerRecord<>(Topics.TURNS, key, Codecs.TURNS.encode(event)))
                .get()
                .timestamp();
    }

    @Override
    public void close() {
        producer.close();
    }
}
