package io.molt.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.RunningJob;
import io.molt.jobs.TestKafka;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.learn.OfficeLog;
import io.molt.jobs.learn.StoreLocation;
import io.molt.jobs.table.RowReader;
import io.molt.jobs.table.TableFiles;
import io.molt.jobs.table.TablesJob;
import io.molt.jobs.table.TablesJobConfig;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.replay.ReplayScope;
import io.molt.policy.files.DurableFiles;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A live installation with two agents learned for a while; with the built-in policy, the real trainer, a real cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayJobIT {

    private static final ReplayScope EVERYTHING =
            new ReplayScope(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), ReplayScope.AS_IT_WAS);
    private static final int VERSIONS = 4;

    @TempDir
    private static Path directory;

    private Map<String, String> settings = Map.of();
    private AdapterStore live = new AdapterStore(Path.of("."));
    private Map<String, String> liveFiles = Map.of();

    @BeforeAll
    void live() throws Exception {
        Path policy = TinyPolicy.unpackTo(directory.resolve("policy"));
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            settings = Map.of(
                    "kafka.brokers", kafka.brokers(),
                    "policy.directory", policy.toString(),
                    "adapters.directory", directory.resolve("adapters").toString(),
                    "tables.directory", directory.resolve("tables").toString(),
                    "batch.size", "3",
                    "learn.passes", "1",
                    "skills.enabled", "false");
            LearnJobConfig learn = LearnJobConfig.from(new Settings(settings));
            TablesJobConfig tables = TablesJobConfig.from(new Settings(settings));
            live = learn.adapters().open();
            try (RunningJob unused = RunningJob.start(directory.resolve("learn"), env -> LearnJob.define(env, learn));
                    RunningJob unusedToo =
                            RunningJob.start(directory.resolve("files"), env -> TablesJob.define(env, tables))) {
                int entries = write(kafka, "ada", policy) + write(kafka, "bob", policy);
                kafka.read(
                        Topics.ADAPTERS,
                        Codecs.ADAPTERS,
                        versions -> versions.stream()
                                        .filter(version -> version.version() >= VERSIONS)
                                        .map(AdapterVersion::agentId)
                                        .distinct()
                                        .count()
                                == 2);
                awaitRows(entries);
            }
        }
        liveFiles = files(directory.resolve("adapters"));
    }

    @Test
    void a_replay_with_unchanged_settings_makes_the_versions_that_were_published_byte_for_byte() throws Exception {
        AdapterStore replayed = replay("same", Map.of(), EVERYTHING);

        for (String agent : List.of("ada", "bob")) {
            assertThat(live.versions(agent)).hasSizeGreaterThanOrEqualTo(VERSIONS);
            assertThat(replayed.versions(agent)).isEqualTo(live.versions(agent));
        }
        assertThat(files(directory.resolve("adapters"))).isEqualTo(liveFiles);
    }

    @Test
    void a_window_in_the_middle_goes_on_from_the_version_before_it() throws Exception {
        List<AdapterVersion> published = live.versions("ada");
        ReplayScope window = new ReplayScope(
                published.get(1).lineage().foldPoint().atMillis() + 1,
                published.get(2).lineage().foldPoint().atMillis(),
                Set.of(),
                ReplayScope.AS_IT_WAS);

        AdapterStore replayed = replay("window", Map.of(), window);

        assertThat(replayed.versions("ada")).isEqualTo(published.subList(0, 3));
        assertThat(replayed.holds(replayed.versions("ada").get(2).files())).isTrue();
    }

    @Test
    void other_settings_make_other_batches_and_other_bytes() throws Exception {
        AdapterStore larger = replay("larger", ReplayNames.full(Map.of("N", "5")), EVERYTHING);
        AdapterStore slower = replay("slower", ReplayNames.full(Map.of("lr", "1e-5", "method", "binary")), EVERYTHING);

        AdapterVersion first = live.versions("ada").get(0);
        assertThat(larger.versions("ada").get(0).lineage().turnIds()).hasSize(5);
        AdapterVersion again = slower.versions("ada").get(0);
        assertThat(again.lineage().turnIds()).isEqualTo(first.lineage().turnIds());
        assertThat(again.lineage().settings().learningRate()).isEqualTo(1e-5);
        assertThat(again.files()).isNotEqualTo(first.files());
        assertThat(files(directory.resolve("adapters"))).isEqualTo(liveFiles);
    }

    @Test
    void another_judge_judges_every_turn_of_the_window_again() throws Exception {
        replay("judge", ReplayNames.full(Map.of("judge", "rules", "strict", "true")), EVERYTHING);

        List<ScoredTurnRow> rows = turns(directory.resolve("replays/judge/tables"));
        assertThat(rows)
                .hasSize((int) turns(directory.resolve("tables")).stream()
                        .filter(row -> row.logged().agentSeq() <= lastRead(row))
                        .count())
                .allSatisfy(row -> assertThat(row.score().judge()).isEqualTo("rules-1-strict"));
    }

    @Test
    void a_turn_that_is_left_out_teaches_no_version_and_those_before_it_stay() throws Exception {
        List<AdapterVersion> published = live.versions("ada");
        String turn = published.get(1).lineage().turnIds().get(0);

        AdapterStore replayed = replay(
                "without",
                Map.of(),
                new ReplayScope(Long.MAX_VALUE - 1, Long.MAX_VALUE, Set.of(turn), ReplayScope.AS_IT_WAS));

        assertThat(replayed.versions("ada").get(0)).isEqualTo(published.get(0));
        assertThat(replayed.versions("ada"))
                .hasSizeGreaterThan(1)
                .allSatisfy(version -> assertThat(version.lineage().turnIds()).doesNotContain(turn));
    }

    @Test
    void training_can_start_from_other_weights() throws Exception {
        long later = live.versions("ada").stream()
                .filter(version -> version.lineage().parent() > 0)
                .mapToLong(version -> version.lineage().parent())
                .max()
                .orElseThrow();

        AdapterStore replayed = replay(
                "base", Map.of(), new ReplayScope(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), later), Optional.of("ada"));

        assertThat(replayed.versions("ada").get(0).lineage().parent()).isEqualTo(later);
        assertThat(replayed.versions("bob")).isEmpty();
    }

    private AdapterStore replay(String name, Map<String, String> changed, ReplayScope scope) throws Exception {
        return replay(name, changed, scope, Optional.empty());
    }

    private AdapterStore replay(String name, Map<String, String> changed, ReplayScope scope, Optional<String> agent)
            throws Exception {
        Path own = directory.resolve("replays").resolve(name);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, ReplayJob.embedded(2));
        ReplayJob.define(env, ReplayConfig.of(new ReplayRequest(settings, changed, scope, agent, own.toString())));
        env.execute("replay " + name);
        return StoreLocation.open(own.resolve("adapters").toString());
    }

    /** Twelve turns and more, with commands among them. */
    private static int write(TestKafka kafka, String agentId, Path policy) throws Exception {
        OfficeLog office = new OfficeLog(PolicyDirectory.open(policy), agentId, 7);
        List<LogEntry> log = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            log.add(office.next());
        }
        log.add(office.command(ControlKind.ROLLBACK, Map.of("version", "1")));
        log.add(office.command(ControlKind.SET_BATCH, Map.of("size", "2")));
        for (int i = 0; i < 5; i++) {
            log.add(office.next());
        }
        for (LogEntry entry : log) {
            kafka.send(Topics.SCORED, agentId, Codecs.SCORED.encode(entry));
        }
        return log.size();
    }

    private void awaitRows(int entries) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (rows(directory.resolve("tables"), Tables.SCORED_TURNS).size()
                        + rows(directory.resolve("tables"), Tables.CONTROL).size()
                < entries) {
            assertThat(System.nanoTime()).as("waiting for rows").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private long lastRead(ScoredTurnRow row) {
        try {
            List<AdapterVersion> versions = live.versions(row.logged().agentId());
            return versions.get(versions.size() - 1).lineage().foldPoint().lastSeq();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<ScoredTurnRow> turns(Path tables) throws IOException {
        return rows(tables, Tables.SCORED_TURNS).stream()
                .map(ScoredTurnRow.class::cast)
                .toList();
    }

    private static List<Record> rows(Path tables, String table) throws IOException {
        List<Record> rows = new ArrayList<>();
        for (var file : TableFiles.of(new org.apache.flink.core.fs.Path(tables.toUri()), table)) {
            try (RowReader reader = new RowReader(table, new LocalInputFile(Path.of(file.getPath())))) {
                for (Optional<Record> row = reader.next(); row.isPresent(); row = reader.next()) {
                    rows.add(row.get());
                }
            }
        }
        return rows;
    }

    private static Map<String, String> files(Path store) throws IOException {
        Map<String, String> files = new TreeMap<>(new HashMap<>());
        try (Stream<Path> paths = Files.walk(store)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(store.relativize(path).toString(), DurableFiles.sha256(Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
