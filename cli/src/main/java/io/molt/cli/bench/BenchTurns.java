package io.molt.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Turns of many sessions, about 1.5 kB each on the wire before compression, as the proxy would record them. */
final class BenchTurns implements AutoCloseable {

    private static final int AGENTS = 16;
    private static final int CHARS = 120;
    private static final int PROMPT_TOKENS = 60;
    private static final int REPLY_TOKENS = 20;
    private static final String[] WORDS =
            "please move the meeting with the finance team to next week and send a short note to all who were invited no I meant the report use the full date thanks that is right"
                    .split(" ");

    private final Producer<byte[], byte[]> producer;
    private final SplittableRandom random;
    private final ContentSeal seal;
    private long written;
    private long bytes;
    private long failed;

    /**
     * Nothing is written yet.
     *
     * @param keys directory of the keys that turns are sealed with; empty to seal nothing
     */
    BenchTurns(String brokers, String keys, long seed) throws IOException {
        this.seal = keys.isEmpty() ? ContentSeal.NONE : ContentSeal.with(ContentKeys.create(Path.of(keys)));
        this.random = new SplittableRandom(seed);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        seal.seals() ? "none" : "zstd",
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 << 10),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Writes one session after the other.
     *
     * @param turns of each session
     * @param closed whether the last turn of a session says that it is done
     */
    void sessions(String prefix, int sessions, int turns, boolean closed) throws IOException {
        for (int n = 0; n < sessions; n++) {
            session(new TurnRef("agent-" + n % AGENTS, prefix + n, ""), turns, closed);
        }
        producer.flush();
        if (failed > 0) {
            throw new IllegalStateException(failed + " records could not be written");
        }
    }

    private void session(TurnRef session, int turns, boolean closed) throws IOException {
        List<ContextMessage> history = new ArrayList<>();
        MessageBody reply = null;
        for (int n = 1; n <= turns; n++) {
            TurnRef turn = new TurnRef(session.agentId(), session.sessionId(), session.sessionId() + "-" + n);
            List<MessageBody> bodies = new ArrayList<>();
            if (reply != null) {
                bodies.add(reply);
            }
            bodies.add(message(history, "user", CHARS));
            boolean last = closed && n == turns;
            long at = n * 1_000L;
            write(turn, new TurnRequested(turn, at, TurnKind.MAIN, history, bodies, n == 1, last));
            reply = message(history, "assistant", CHARS);
            write(turn, answered(turn, reply, at));
        }
    }

    private TurnAnswered answered(TurnRef turn, MessageBody reply, long at) {
        return new TurnAnswered(
                turn,
                new Timing(at, at + 100, at + 500),
                new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                reply,
                reply.bodyHash(),
                new Sampled(tokens(PROMPT_TOKENS), tokens(REPLY_TOKENS), new float[REPLY_TOKENS], 1),
                new Ending(200, "stop", ""),
                "");
    }

    private int[] tokens(int count) {
        return random.ints(count, 0, 4096).toArray();
    }

    private MessageBody message(List<ContextMessage> history, String role, int chars) {
        StringBuilder text = new StringBuilder();
        while (text.length() < chars) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        String hash = String.format("%016x%016x", random.nextLong(), random.nextLong());
        history.add(new ContextMessage(role, hash, hash));
        return new MessageBody(hash, role, text.toString(), "");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of every failure
    private void write(TurnRef turn, TurnEvent event) throws IOException {
        bytes += Codecs.TURNS.encode(event).length;
        byte[] value = seal.seal(event, Long.MAX_VALUE).orElseThrow();
        written++;
        byte[] key = (turn.agentId() + "/" + turn.sessionId()).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(Topics.TURNS, key, value), (recorded, failure) -> {
            if (failure != null) {
                failed++;
            }
        });
    }

    /** Records so far; two per turn. */
    long written() {
        return written;
    }

    /** Mean bytes of a turn, request and answer together, before compression and sealing. */
    long bytesPerTurn() {
        return bytes * 2 / Math.max(1, written);
    }

    @Override
    public void close() {
        producer.close();
    }
}
