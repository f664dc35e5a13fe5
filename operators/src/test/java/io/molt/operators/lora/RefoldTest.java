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
import io.molt.schemas.log.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
            1);

    private static final List<LogEntry> LOG =
            List.of(Turns.scored(1, -1, ""), Turns.scored(2, 1, ""), Turns.scored(3, -1, ""));

    @TempDir
    private Path directory;

    private AdapterStore published;

    @BeforeEach
    void publish() throws IOException {
        published = new AdapterStore(directory.resolve("published"));
        FoldState fold = FoldState.EMPTY;
        TrainingHead head = TrainingHead.START;
        for (LogEntry entry : LOG) {
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

    private Refold.Result refold(LearnSettings settings, List<LogEntry> log) throws IOException {
        return new Refold(settings, SmallTrainer.free(), published, directory.resolve("scratch")).read(log);
    }
}
