package io.molt.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a job for Kafka shows no content, and what comes back is what was there before. */
class SealedEndsTest {

    private static final TurnRef TURN = new TurnRef("alice", "s", "t");
    private static final MessageChunk CHUNK = new MessageChunk(TURN, "hash", 0, 1, "blue elephants");
    private static final ScoredTurn SCORED = new ScoredTurn(
            new LogPosition("alice", 1, 1),
            TURN,
            0,
            new Exchange(
                    TurnKind.MAIN,
                    new Timing(1, 2, 3),
                    new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                    List.of(new ChatMessage("user", "blue elephants")),
                    "noted"),
            Sampled.UNKNOWN,
            new NextState(NextStateKind.SILENCE, "", "", 4),
            Judgement.unscored("SILENCE"));

    @TempDir
    private Path directory;

    private final Counter forgotten = new SimpleCounter();

    @Test
    void a_turn_of_the_log_is_sealed_on_its_way_out_and_opened_on_its_way_in() throws Exception {
        byte[] written = written(Topics.SCORED, Codecs.SCORED.encode(SCORED));

        assertThat(new String(written, UTF_8)).doesNotContain("elephants");
        assertThat(Codecs.SCORED.decode(read(Topics.SCORED, written).get(0).value()))
                .isEqualTo(SCORED);
    }

    @Test
    void other_topics_are_written_as_they_are() {
        assertThat(written(Topics.SKILLS, new byte[] {1, 2})).containsExactly(1, 2);
    }

    @Test
    void what_was_forgotten_is_left_out_and_counted_and_a_turn_of_the_log_keeps_its_place() throws Exception {
        byte[] turn =
                ContentSeal.with(new ContentKeys(directory)).seal(CHUNK, 1).orElseThrow();
        byte[] entry = written(Topics.SCORED, Codecs.SCORED.encode(SCORED));

        new ContentKeys(directory).destroy("alice", "s", 1_000);

        assertThat(read(Topics.TURNS, turn)).isEmpty();
        assertThat(forgotten.getCount()).isEqualTo(1);
        assertThat(Codecs.SCORED.decode(read(Topics.SCORED, entry).get(0).value()))
                .isEqualTo(SCORED.withoutContent());
    }

    @Test
    void a_key_that_is_not_there_fails_the_job_and_loses_nothing() throws Exception {
        byte[] turn = ContentSeal.with(ContentKeys.create(directory.resolve("elsewhere")))
                .seal(CHUNK, 1)
                .orElseThrow();

        assertThatThrownBy(() -> read(Topics.TURNS, turn))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void a_rejected_record_is_sealed_again() throws Exception {
        RejectedSchema schema = new RejectedSchema(directory.toString());
        schema.open(null, null);
        Rejected rejected = new Rejected("BUG", "pairing", Topics.TURNS, 0, 7, Codecs.TURNS.encode(CHUNK));

        byte[] written = schema.serialize(rejected, null, null).value();

        assertThat(new String(written, UTF_8)).doesNotContain("elephants");
        Rejected there = Codecs.REJECTED.decode(written);
        assertThat(there.offset()).isEqualTo(7);
        assertThat(ContentSeal.of(directory.toString()).open(there.value())).contains(rejected.value());
    }

    @Test
    void a_rejected_record_that_cannot_be_sealed_again_leaves_no_content() throws Exception {
        RejectedSchema schema = new RejectedSchema(directory.toString());
        schema.open(null, null);
        byte[] whole = Codecs.TURNS.encode(CHUNK);
        byte[] cut = Arrays.copyOf(whole, whole.length - 3);

        byte[] written = schema.serialize(new Rejected("BUG", "pairing", Topics.TURNS, 0, 7, cut), null, null)
                .value();

        Rejected there = Codecs.REJECTED.decode(written);
        assertThat(there.value()).isEmpty();
        assertThat(there.offset()).as("where it is").isEqualTo(7);
    }

    private byte[] written(String topic, byte[] value) {
        EncodedSchema schema = new EncodedSchema(topic, directory.toString());
        schema.open(null, null);
        return schema.serialize(new Encoded("alice", value), null, null).value();
    }

    private List<KafkaRecord> read(String topic, byte[] value) throws IOException {
        KafkaRecordSchema schema = new KafkaRecordSchema(directory.toString());
        schema.open(new DeserializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup() {
                    @Override
                    public Counter counter(String name) {
                        return forgotten;
                    }
                };
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
                return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
            }
        });
        List<KafkaRecord> records = new ArrayList<>();
        schema.deserialize(new ConsumerRecord<>(topic, 0, 0, new byte[0], value), new ListCollector<>(records));
        return records;
    }
}
