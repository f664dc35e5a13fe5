package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.Fate;
import io.molt.proxy.delivery.Line;
import io.molt.proxy.delivery.Lines;
import io.molt.proxy.redact.Redaction;
import io.molt.proxy.spool.SpoolRecord;
import io.molt.proxy.spool.SpoolSync;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTurnSinkTest {

    private final List<SpoolRecord> arrived = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();

    private final Fate fate = new Fate() {
        @Override
        public void kept() {
            kept.incrementAndGet();
        }

        @Override
        public void lost() {
            lost.incrementAndGet();
        }
    };

    @Test
    void only_what_is_not_sealed_is_packed_by_kafka(@TempDir Path keys) {
        ContentSeal seal = ContentSeal.with(new ContentKeys(keys));

        assertThat(KafkaTurnSink.lines("b:9092", SpoolConfig.NONE, seal, CaptureAck.ASYNC)
                        .compression())
                .isEqualTo("none");
        assertThat(KafkaTurnSink.lines("b:9092", SpoolConfig.NONE, ContentSeal.NONE, CaptureAck.ASYNC)
                        .compression())
                .isEqualTo("zstd");
    }

    @Test
    void records_gather_for_longer_where_nobody_waits_for_them() {
        Duration unawaited = KafkaTurnSink.lines("b:9092", SpoolConfig.NONE, ContentSeal.NONE, CaptureAck.ASYNC)
                .linger();

        assertThat(KafkaTurnSink.lines("b:9092", SpoolConfig.NONE, ContentSeal.NONE, CaptureAck.BEFORE_LAST_BYTE)
                        .linger())
                .isLessThan(unawaited);
    }

    /** A broker that takes everything at once. */
    private final Lines there = listener -> new Line() {
        @Override
        public boolean send(long id, SpoolRecord record) {
            arrived.add(record);
            listener.ended(id, Ending.ACKNOWLEDGED);
            return true;
        }

        @Override
        public void close() {}
    };

    private final Lines away = listener -> {
        throw new IOException("away");
    };

    @Test
    void an_event_is_keyed_by_its_session_and_read_by_the_topics_codec() throws Exception {
        TurnAnswered turn = Turns.answered("s");

        try (KafkaTurnSink sink = new KafkaTurnSink(there, SpoolConfig.NONE, ContentSeal.NONE)) {
            sink.write("a/s", turn, 1, fate);
        }

        assertThat(new String(arrived.get(0).key(), UTF_8)).isEqualTo("a/s");
        assertThat(Codecs.TURNS.decode(arrived.get(0).value())).isEqualTo(turn);
        assertThat(kept).hasValue(1);
    }

    @Test
    void what_was_said_is_sealed_on_disk_too_and_goes_to_kafka_in_the_next_life(
            @TempDir Path keys, @TempDir Path directory) throws Exception {
        ContentSeal seal = ContentSeal.with(ContentKeys.create(keys));
        SpoolConfig spool = new SpoolConfig(Optional.of(directory.resolve("spool")), 1 << 20, SpoolSync.ALWAYS);
        TurnAnswered turn = Turns.answered("s");
        try (KafkaTurnSink sink = new KafkaTurnSink(away, spool, seal)) {
            sink.write("a/s", turn, 1, fate);
        }
        assertThat(kept).hasValue(1);

        CountDownLatch drained = new CountDownLatch(1);
        Lines watched = listener -> there.open((id, ending) -> {
            listener.ended(id, ending);
            drained.countDown();
        });
        try (KafkaTurnSink sink = new KafkaTurnSink(watched, spool, seal)) {
            drained.await();
        }

        byte[] written = arrived.get(0).value();
        assertThat(Codecs.SEALED.decode(written).turnId()).isEqualTo(turn.turn().turnId());
        assertThat(Codecs.TURNS.decode(seal.open(written).orElseThrow())).isEqualTo(turn);
    }

    @Test
    void what_was_forgotten_while_it_waited_is_not_recorded_and_what_comes_after_it_begins_anew(@TempDir Path directory)
            throws Exception {
        KafkaTurnSink sink =
                new KafkaTurnSink(there, SpoolConfig.NONE, ContentSeal.with(ContentKeys.create(directory)));
        Recorder recorder = new Recorder(sink, Redaction.none(), lost::incrementAndGet);
        recorder.arrived(Turns.main(100, "one"));
        recorder.arrived(Turns.main(200, "one", "two"));

        String longest = "long ".repeat(TurnEvents.LONGEST_INLINE_BODY);
        new ContentKeys(directory)
                .destroy(
                        Turns.main(0, "x").turn().agentId(),
                        Turns.main(0, "x").turn().sessionId(),
                        1_000);
        recorder.arrived(Turns.main(900, "one", "two", longest));
        recorder.arrived(Turns.main(1_001, "one", "two", "three"));
        sink.close();

        assertThat(arrived).as("what was forgotten not, also not in chunks").hasSize(3);
        byte[] written = arrived.get(2).value();
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

        try (KafkaTurnSink sink = new KafkaTurnSink(there, SpoolConfig.NONE, ContentSeal.with(new ContentKeys(file)))) {
            sink.write("a/s", Turns.answered("s"), 1, fate);
        }

        assertThat(lost).hasValue(1);
        assertThat(arrived).isEmpty();
    }

    @Test
    void without_a_spool_an_event_that_kafka_never_takes_is_lost_and_said_so() throws Exception {
        try (KafkaTurnSink sink = new KafkaTurnSink(away, SpoolConfig.NONE, ContentSeal.NONE)) {
            sink.write("a/s", Turns.answered("s"), 1, fate);
        }

        assertThat(lost).hasValue(1);
    }
}
