package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Turns;
import io.molt.operators.learn.Advantages;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Learned;
import io.molt.operators.learn.Mode;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefoldTest {

    private static final LearnSettings SETTINGS = new LearnSettings(
            Mode.RL,
            Batches.STEP,
            Advantages.NONE,
            new BatchRule(1, 1, Duration.ZERO, Duration.ZERO),
            new LearnSettings.Evolution(false, 4),
            LearnSettings.Quality.UNCHECKED,
            2,
            1);

    private static final List<LogEntry> LOG =
            List.of(Turns.scored(1, -1, ""), Turns.scored(2, 1, ""), Turns.scored(3, -1, ""));

    @TempDir
    private Path directory;

    private AdapterStore published;

    @BeforeEach
    void publish() throws IOException {
        published = new AdapterStore(directory.resolve("published"));
        publish(LOG);
    }

    private void publish(List<LogEntry> log) throws IOException {
        FoldState fold = FoldState.EMPTY;
        TrainingHead head = TrainingHead.START;
        for (LogEntry entry : log) {
            Learned learned = Fold.learn(fold, entry, SETTINGS);
            fold = learned.next();
            for (TrainingBatch batch : learned.batches()) {
                AdapterVersion version = Batches.make(batch, head, SmallTrainer.free(), published);
                published.publish(version);
                head = head.after(version);
            }
        }
    }

    @Test
    void the_same_log_gives_the_published_bytes() throws IOException {
        Refold.Result result = refold(SETTINGS, LOG);

        assertThat(result.differences()).isEmpty();
        assertThat(result.equal()).isEqualTo(3);
        assertThat(result.unpublished()).isZero();
    }

    @Test
    void another_seed_gives_other_bytes_of_every_version_that_made_a_step() throws IOException {
        LearnSettings other = new LearnSettings(
                SETTINGS.mode(),
                SETTINGS.step(),
                SETTINGS.advantages(),
                SETTINGS.batches(),
                SETTINGS.evolution(),
                SETTINGS.quality(),
                2,
                2);

        assertThat(refold(other, LOG).differences()).contains("a@v1 has other bytes", "a@v3 has other bytes");
    }

    @Test
    void a_file_that_was_changed_after_it_was_published_is_found() throws IOException {
        AdapterVersion first = published.manifest("a", 1).orElseThrow();
        Files.writeString(
                directory
                        .resolve("published")
                        .resolve(first.files().directory())
                        .resolve("adapter_config.json"),
                "{}");

        assertThat(refold(SETTINGS, LOG).differences())
                .containsExactly("a@v1 is damaged: its files are not those of its manifest");
    }

    @Test
    void a_batch_whose_version_is_not_there_yet_is_counted_and_is_no_difference() throws IOException {
        List<LogEntry> longer = List.of(LOG.get(0), LOG.get(1), LOG.get(2), Turns.scored(4, 1, ""));

        assertThat(refold(SETTINGS, longer).unpublished()).isEqualTo(1);
        assertThat(refold(SETTINGS, longer).differences()).isEmpty();
    }

    @Test
    void a_log_with_a_rollback_and_a_wish_to_be_forgotten_gives_the_published_bytes() throws IOException {
        List<LogEntry> log = List.of(
                LOG.get(0),
                LOG.get(1),
                LOG.get(2),
                control(4, ControlKind.ROLLBACK, Map.of("version", "1")),
                control(5, ControlKind.FORGET, Map.of("turnId", "t6")),
                Turns.scored(6, -1, ""),
                Turns.scored(7, -1, ""));
        published = new AdapterStore(directory.resolve("other"));
        publish(log);

        Refold.Result result = refold(SETTINGS, log);

        assertThat(result.differences()).isEmpty();
        assertThat(result.explained()).isEmpty();
        assertThat(result.equal()).isEqualTo(4);
        assertThat(published.manifest("a", 4).orElseThrow().lineage().parent()).isEqualTo(1);
    }

    @Test
    void a_rollback_whose_weights_were_not_kept_is_explained_and_what_follows_is_equal() throws IOException {
        AdapterVersion first = published.manifest("a", 1).orElseThrow();
        published.files().delete(first.files().directory() + "/learner.arrow");
        List<LogEntry> log = List.of(
                LOG.get(0),
                LOG.get(1),
                LOG.get(2),
                control(4, ControlKind.ROLLBACK, Map.of("version", "1")),
                Turns.scored(5, -1, ""),
                control(6, ControlKind.ROLLBACK, Map.of("version", "3")),
                Turns.scored(7, -1, ""));
        publish(log);

        Refold.Result result = refold(SETTINGS, log);

        assertThat(result.differences()).isEmpty();
        assertThat(result.explained())
                .containsExactly("a@v4 was skipped: the weights that it was to start from were not kept");
        assertThat(result.equal()).isEqualTo(4);
    }

    @Test
    void a_forgotten_turn_explains_the_version_that_it_taught_and_what_stands_on_it_is_equal() throws IOException {
        List<LogEntry> forgotten = List.of(
                ((ScoredTurn) LOG.get(0)).withoutContent(),
                LOG.get(1),
                LOG.get(2),
                control(4, ControlKind.FORGET, Map.of("turnId", "t1")));

        Refold.Result result = refold(SETTINGS, forgotten);

        assertThat(result.explained()).containsExactly("a@v1: turns that taught it were forgotten");
        assertThat(result.differences()).isEmpty();
        assertThat(result.equal()).isEqualTo(2);
    }

    @Test
    void what_stands_on_a_version_that_cannot_be_made_again_and_was_not_kept_is_explained() throws IOException {
        AdapterVersion first = published.manifest("a", 1).orElseThrow();
        published.files().delete(first.files().directory() + "/learner.arrow");
        List<LogEntry> forgotten = List.of(((ScoredTurn) LOG.get(0)).withoutContent(), LOG.get(1), LOG.get(2));

        Refold.Result result = refold(SETTINGS, forgotten);

        assertThat(result.explained())
                .containsExactly(
                        "a@v1: turns that taught it were forgotten",
                        "a@v2: it stands on version 1, which cannot be made again",
                        "a@v3: it stands on version 1, which cannot be made again");
        assertThat(result.differences()).isEmpty();
    }

    @Test
    void a_forgotten_turn_does_not_explain_a_damaged_file() throws IOException {
        AdapterVersion first = published.manifest("a", 1).orElseThrow();
        Files.writeString(
                directory
                        .resolve("published")
                        .resolve(first.files().directory())
                        .resolve("adapter_config.json"),
                "{}");
        List<LogEntry> forgotten = List.of(((ScoredTurn) LOG.get(0)).withoutContent(), LOG.get(1), LOG.get(2));

        assertThat(refold(SETTINGS, forgotten).differences())
                .containsExactly("a@v1 is damaged: its files are not those of its manifest");
    }

    @Test
    void a_forgotten_turn_does_not_explain_another_batch() throws IOException {
        List<LogEntry> forgotten = List.of(((ScoredTurn) LOG.get(0)).withoutContent(), LOG.get(1), LOG.get(2));
        LearnSettings other = new LearnSettings(
                SETTINGS.mode(),
                SETTINGS.step(),
                SETTINGS.advantages(),
                SETTINGS.batches(),
                SETTINGS.evolution(),
                SETTINGS.quality(),
                2,
                2);

        Refold.Result result = refold(other, forgotten);

        assertThat(result.explained()).isEmpty();
        assertThat(result.differences().get(0)).startsWith("a@v1 was made of another batch: seed ");
    }

    @Test
    void a_version_that_was_skipped_since_its_turn_was_forgotten_is_made_again_by_nobody() throws IOException {
        List<LogEntry> forgotten = List.of(((ScoredTurn) LOG.get(0)).withoutContent(), LOG.get(1), LOG.get(2));
        published = new AdapterStore(directory.resolve("late"));
        publish(forgotten);

        assertThat(published.manifest("a", 1).orElseThrow().report().reason()).isEqualTo("FORGOTTEN");
        assertThat(published.manifest("a", 3).orElseThrow().lineage().parent()).isZero();
        assertThat(refold(SETTINGS, forgotten).differences()).isEmpty();
    }

    private static LogEntry control(long seq, ControlKind kind, Map<String, String> arguments) {
        return new ControlEntry(
                new LogPosition("a", seq, seq * 1_000), new ControlRecord("a", "c" + seq, kind, arguments, seq));
    }

    private Refold.Result refold(LearnSettings settings, List<LogEntry> log) throws IOException {
        return new Refold(settings, SmallTrainer.free(), published, directory.resolve("scratch")).read(log);
    }
}
