package io.molt.operators.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.learn.Advantages;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Learned;
import io.molt.operators.learn.Mode;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.Batches;
import io.molt.operators.lora.SmallTrainer;
import io.molt.operators.lora.TrainingHead;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of a window. Of the seven questions those about restarts and rescaling do not arise: the operator runs in BATCH,
 * where a task that fails is run again from its beginning.
 */
class ReplayFoldTest {

    /** Nine turns and two commands of agent {@code a}: versions 1, 2, 3 of two turns each, then one of three. */
    private static final List<LogEntry> LOG = List.of(
            Turns.scored(1, -1, ""),
            Turns.scored(2, 1, ""),
            Turns.scored(3, -1, ""),
            Turns.scored(4, -1, ""),
            Turns.scored(5, 1, ""),
            Turns.scored(6, -1, ""),
            command(7, ControlKind.SET_BATCH, Map.of("size", "3")),
            Turns.scored(8, -1, ""),
            Turns.scored(9, -1, ""),
            Turns.scored(10, -1, ""));

    @TempDir
    private Path directory;

    private List<AdapterVersion> versions = List.of();

    @BeforeEach
    void publish() throws Exception {
        AdapterStore store = location().open();
        FoldState fold = FoldState.EMPTY;
        TrainingHead head = TrainingHead.START;
        List<AdapterVersion> published = new ArrayList<>();
        try (SmallTrainer trainer = SmallTrainer.free()) {
            for (LogEntry entry : LOG) {
                Learned learned = Fold.learn(fold, entry, settings(2));
                fold = learned.next();
                for (TrainingBatch batch : learned.batches()) {
                    AdapterVersion version = Batches.make(batch, head, trainer, store);
                    store.publish(version);
                    published.add(version);
                    head = TrainingHead.of(version);
                }
            }
        }
        versions = published;
        assertThat(versions).hasSize(4);
    }

    @Test
    void a_replay_of_everything_forms_the_batches_that_were_formed() throws Exception {
        assertThat(turnsOf(replay(scope(0, Long.MAX_VALUE), settings(2), Set.of())))
                .containsExactly(
                        List.of("t1", "t2"), List.of("t3", "t4"), List.of("t5", "t6"), List.of("t8", "t9", "t10"));
    }

    @Test
    void in_the_window_a_forgotten_turn_is_left_out_and_before_it_the_batches_are_those_that_were_formed()
            throws Exception {
        List<LogEntry> log = new ArrayList<>(LOG);
        log.set(0, Turns.scored(1, -1, "").withoutContent());
        log.set(3, Turns.scored(4, -1, "").withoutContent());

        assertThat(turnsOf(replay(log, scope(2_001, Long.MAX_VALUE), same())))
                .containsExactly(List.of("t3", "t5"), List.of("t6", "t8", "t9"));
    }

    @Test
    void a_window_that_stands_on_a_version_which_cannot_be_made_again_is_refused() throws Exception {
        List<LogEntry> log = new ArrayList<>(LOG);
        log.set(0, Turns.scored(1, -1, "").withoutContent());
        forgetLearner(1);

        assertThatThrownBy(() -> replay(log, scope(2_001, Long.MAX_VALUE), same()))
                .hasMessageContaining("a@v1, whose weights were not kept")
                .hasMessageContaining("forgotten");
    }

    @Test
    void a_window_begins_after_the_last_batch_before_it_and_ends_with_the_last_one_in_it() throws Exception {
        List<TrainingBatch> formed = replay(scope(2_001, 6_500), settings(2), Set.of());

        assertThat(turnsOf(formed)).containsExactly(List.of("t3", "t4"), List.of("t5", "t6"));
        assertThat(formed).extracting(TrainingBatch::batch).containsExactly(2L, 3L);
        assertThat(formed.get(0).foldPoint())
                .isEqualTo(versions.get(1).lineage().foldPoint());
    }

    @Test
    void changed_settings_count_from_the_window_on_and_commands_of_the_log_still_do() throws Exception {
        assertThat(turnsOf(replay(scope(2_001, Long.MAX_VALUE), settings(4), Set.of())))
                .containsExactly(List.of("t3", "t4", "t5", "t6"), List.of("t8", "t9", "t10"));
    }

    @Test
    void what_the_replay_was_told_no_command_of_the_log_changes() throws Exception {
        assertThat(turnsOf(replay(scope(0, Long.MAX_VALUE), settings(4), Set.of("size"))))
                .containsExactly(List.of("t1", "t2", "t3", "t4"), List.of("t5", "t6", "t8", "t9"));
    }

    @Test
    void a_turn_that_is_left_out_trains_nothing_and_batches_before_its_first_stay() throws Exception {
        ReplayScope without = new ReplayScope(Long.MAX_VALUE, Long.MAX_VALUE, Set.of("t4"), ReplayScope.AS_IT_WAS);

        assertThat(turnsOf(replay(without, settings(2), Set.of())))
                .containsExactly(List.of("t3", "t5"), List.of("t6", "t8", "t9"));
    }

    @Test
    void settings_that_the_job_had_not_are_found_out() {
        ReplaySettings others = new ReplaySettings(settings(3), settings(3), Set.of());

        assertThatThrownBy(() -> replay(scope(2_001, Long.MAX_VALUE), others))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not lead to it with the job's present settings");
    }

    @Test
    void where_a_learner_is_gone_training_begins_at_the_newest_that_is_kept() throws Exception {
        ReplayScope scope = scope(6_001, Long.MAX_VALUE);
        assertThat(window(scope).heads()).isEqualTo(versions.subList(0, 3));

        forgetLearner(3);
        ReplayWindow window = window(scope);

        assertThat(window.heads()).isEqualTo(versions.subList(0, 2));
        assertThat(window.start()).isEqualTo(TrainingHead.of(versions.get(1)));
        assertThat(window.changedSeq()).isEqualTo(6);
        assertThat(turnsOf(replay(scope, settings(1), Set.of("size"))))
                .containsExactly(List.of("t5", "t6"), List.of("t8"), List.of("t9"), List.of("t10"));
    }

    @Test
    void training_begins_with_the_weights_that_were_asked_for() throws Exception {
        ReplayScope scope = new ReplayScope(4_001, Long.MAX_VALUE, Set.of(), 1);

        TrainingHead start = window(scope).start();

        assertThat(start.version()).isEqualTo(2);
        assertThat(start.accepted()).isEqualTo(1);
        assertThat(start.files()).isEqualTo(versions.get(0).files());
        assertThat(window(new ReplayScope(4_001, Long.MAX_VALUE, Set.of(), 0)).start())
                .isEqualTo(new TrainingHead(2, 0, TrainingHead.START.files(), ""));
    }

    @Test
    void weights_that_are_not_there_to_train_on_are_refused() throws Exception {
        forgetLearner(1);

        assertThatThrownBy(() -> window(new ReplayScope(0, 1, Set.of(), 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no a@v9");
        assertThatThrownBy(() -> window(new ReplayScope(0, 1, Set.of(), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of a@v1 only the weights are kept");
    }

    @Test
    void the_replays_own_store_tells_the_versions_before_it() throws Exception {
        Batches.Local own = new Batches.Local(directory.resolve("own").toString(), false);

        TrainingHead start = new ReplayBeginning(location(), own, scope(4_001, Long.MAX_VALUE)).of("a");

        assertThat(start).isEqualTo(TrainingHead.of(versions.get(1)));
        assertThat(own.open().versions("a")).isEqualTo(versions.subList(0, 2));
        assertThat(new ReplayBeginning(location(), own, scope(4_001, Long.MAX_VALUE)).of("a"))
                .as("the same again, after a failure")
                .isEqualTo(start);
    }

    @Test
    void the_end_of_time_forms_no_batch() throws Exception {
        try (var harness =
                Harness.fresh(new ReplayFold(location(), scope(0, Long.MAX_VALUE), unchanged()), KafkaRecord::key)) {
            harness.processElement(record(LOG.get(0)), 1);
            harness.processWatermark(Watermark.MAX_WATERMARK);
            harness.endInput();

            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    private List<TrainingBatch> replay(ReplayScope scope, LearnSettings changed, Set<String> fixed) throws Exception {
        return replay(LOG, scope, new ReplaySettings(settings(2), changed, fixed));
    }

    private List<TrainingBatch> replay(ReplayScope scope, ReplaySettings settings) throws Exception {
        return replay(LOG, scope, settings);
    }

    private List<TrainingBatch> replay(List<LogEntry> log, ReplayScope scope, ReplaySettings settings)
            throws Exception {
        List<TrainingBatch> formed = new ArrayList<>();
        try (var harness = Harness.fresh(new ReplayFold(location(), scope, settings), KafkaRecord::key)) {
            for (LogEntry entry : log) {
                harness.processElement(record(entry), entry.position().agentSeq());
            }
            for (TrainingItem item : harness.extractOutputValues()) {
                formed.add(Codecs.BATCHES.decode(item.bytes()));
            }
        }
        return formed;
    }

    private static ReplaySettings same() {
        return new ReplaySettings(settings(2), settings(2), Set.of());
    }

    private ReplayWindow window(ReplayScope scope) throws Exception {
        return ReplayWindow.of(location().open(), "a", scope);
    }

    private void forgetLearner(int version) throws Exception {
        Path data = directory
                .resolve("live")
                .resolve(versions.get(version - 1).files().directory());
        Files.delete(data.resolve("learner.arrow"));
    }

    private Batches.Local location() {
        return new Batches.Local(directory.resolve("live").toString(), false);
    }

    private static List<List<String>> turnsOf(List<TrainingBatch> batches) {
        return batches.stream()
                .map(batch ->
                        batch.examples().stream().map(TrainingExample::turnId).toList())
                .toList();
    }

    private static ReplaySettings unchanged() {
        return new ReplaySettings(settings(2), settings(2), Set.of());
    }

    private static ReplayScope scope(long from, long to) {
        return new ReplayScope(from, to, Set.of(), ReplayScope.AS_IT_WAS);
    }

    private static LearnSettings settings(int size) {
        return new LearnSettings(
                Mode.RL,
                Batches.STEP,
                Advantages.NONE,
                new BatchRule(size, size, Duration.ofDays(1), Duration.ZERO),
                new LearnSettings.Evolution(false, 4),
                LearnSettings.Quality.UNCHECKED,
                16,
                1);
    }

    private static ControlEntry command(long seq, ControlKind kind, Map<String, String> arguments) {
        return new ControlEntry(
                new LogPosition("a", seq, seq * 1_000),
                new ControlRecord("a", "c" + seq, kind, arguments, seq * 1_000));
    }

    private static KafkaRecord record(LogEntry entry) {
        return new KafkaRecord("a", Topics.SCORED, 0, entry.position().agentSeq(), Codecs.SCORED.encode(entry));
    }
}
