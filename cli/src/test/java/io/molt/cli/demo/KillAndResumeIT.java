package io.molt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.ChildJvm;
import io.molt.cli.sql.Warehouse;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.Refold;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.train.DjlTrainer;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.Method;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Kills the demo while it learns, starts it again on the same home, and looks for anything lost, doubled or different. */
class KillAndResumeIT {

    private static final int INTERACTIONS = 10;
    private static final long SEED = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void a_demo_that_is_killed_while_it_learns_goes_on_without_loss_double_or_difference(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) throws Exception {
        Process first = demo(home);
        try {
            await(() -> Files.exists(home.resolve("adapters/agent-a/v000001.json"))
                    || Files.exists(home.resolve("adapters/agent-b/v000001.json")));
        } finally {
            first.destroyForcibly().waitFor();
        }

        Process second = demo(home);
        try {
            assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the resumed demo ends")
                    .isTrue();
        } finally {
            second.destroyForcibly().waitFor();
        }
        // Ten interactions need not be enough for the promise; anything but 0 and 1 is a crash.
        assertThat(second.exitValue()).isBetween(0, 1);
        try (EmbeddedBroker broker = EmbeddedBroker.start(home.resolve("kafka"), 0)) {
            ContentSeal seal = ContentSeal.with(new ContentKeys(home.resolve("keys")));
            List<TurnEvent> turns = TopicSnapshot.read(broker.brokers(), Topics.TURNS, Codecs.TURNS, seal);
            List<LogEntry> log = TopicSnapshot.read(broker.brokers(), Topics.SCORED, Codecs.SCORED, seal);
            List<AdapterVersion> versions = TopicSnapshot.read(broker.brokers(), Topics.ADAPTERS, Codecs.ADAPTERS);
            everyInteractionIsThrough(turns);
            everyTurnOfAClosedSessionIsInTheLogOnce(turns, log);
            theLogsHaveNoGap(log);
            noVersionIsSkippedOrDifferent(versions);
            theTablesHaveEveryTurnOnce(home, turns);
            refoldingGivesThePublishedBytes(home, log);
        }
    }

    private static void everyInteractionIsThrough(List<TurnEvent> turns) {
        var recorded = new RecordedInteractions(turns);
        assertThat(recorded.due("agent-a", INTERACTIONS)).isEmpty();
        assertThat(recorded.due("agent-b", INTERACTIONS)).isEmpty();
    }

    /** A session that the kill cut off waits for its gap; all others are closed. */
    private static void everyTurnOfAClosedSessionIsInTheLogOnce(List<TurnEvent> turns, List<LogEntry> log) {
        Set<String> closed = turns.stream()
                .filter(TurnRequested.class::isInstance)
                .map(TurnRequested.class::cast)
                .filter(TurnRequested::sessionDone)
                .map(requested -> session(requested.turn()))
                .collect(Collectors.toSet());
        Map<String, Long> answered = turns.stream()
                .filter(TurnAnswered.class::isInstance)
                .map(TurnAnswered.class::cast)
                .filter(turn -> closed.contains(session(turn.turn())))
                .collect(Collectors.groupingBy(turn -> turn.turn().turnId(), Collectors.counting()));
        Map<String, Long> logged = log.stream()
                .filter(ScoredTurn.class::isInstance)
                .map(ScoredTurn.class::cast)
                .filter(turn -> turn.revision() == 0)
                .collect(Collectors.groupingBy(turn -> turn.turn().turnId(), Collectors.counting()));

        assertThat(logged.values()).as("entries per turn").containsOnly(1L);
        assertThat(logged.keySet()).containsAll(answered.keySet());
    }

    /** Two agents may call their sessions alike. */
    private static String session(TurnRef turn) {
        return turn.agentId() + "/" + turn.sessionId();
    }

    private static void theLogsHaveNoGap(List<LogEntry> log) {
        byAgent(log).forEach((agent, entries) -> assertThat(entries)
                .as("log of " + agent)
                .extracting(entry -> entry.position().agentSeq())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, entries.size()).boxed().toList()));
    }

    private static void noVersionIsSkippedOrDifferent(List<AdapterVersion> announced) {
        Map<String, AdapterVersion> versions = new HashMap<>();
        for (AdapterVersion version : announced) {
            AdapterVersion before = versions.putIfAbsent(version.policy(), version);
            assertThat(before == null ? version : before).isEqualTo(version);
        }
        for (String agent : DemoRun.AGENTS) {
            List<Long> numbers = versions.values().stream()
                    .filter(version -> version.agentId().equals(agent))
                    .map(AdapterVersion::version)
                    .sorted()
                    .toList();
            assertThat(numbers)
                    .as("versions of " + agent)
                    .isNotEmpty()
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        }
    }

    private static void theTablesHaveEveryTurnOnce(Path home, List<TurnEvent> turns) throws Exception {
        long distinct = turns.stream()
                .filter(TurnAnswered.class::isInstance)
                .map(event -> ((TurnAnswered) event).turn().turnId())
                .distinct()
                .count();
        try (var connection = Warehouse.open(home.resolve("tables"), table -> table.equals("turns"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*), count(distinct turn_id) from turns_all")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(distinct);
            assertThat(rows.getLong(2)).isEqualTo(distinct);
        }
    }

    private static void refoldingGivesThePublishedBytes(Path home, List<LogEntry> log) throws IOException {
        Map<String, String> given = new HashMap<>(DemoSettings.smallerThanUsual());
        given.putAll(DemoSettings.of(new DemoOptions(SEED, Method.COMBINED, false, INTERACTIONS)));
        given.put("kafka.brokers", "unused:1");
        var settings = LearnJobConfig.from(new Settings(given)).learning();
        var store = new AdapterStore(home.resolve("adapters"));
        try (var trainer = new DjlTrainer(PolicyDirectory.open(home.resolve("policy")))
                .gated(settings.quality().maxDrop())) {
            for (Map.Entry<String, List<LogEntry>> agent : byAgent(log).entrySet()) {
                Path scratch = Files.createTempDirectory(home, "refold-");

                Refold.Result result = new Refold(settings, trainer, store, scratch).read(agent.getValue());

                assertThat(result.differences()).isEmpty();
                assertThat(result.equal()).as("versions of " + agent.getKey()).isPositive();
                assertThat(result.unpublished()).isZero();
            }
        }
    }

    private static Map<String, List<LogEntry>> byAgent(List<LogEntry> log) {
        return log.stream()
                .sorted(Comparator.comparingLong(entry -> entry.position().agentSeq()))
                .collect(Collectors.groupingBy(entry -> entry.position().agentId()));
    }

    private static Process demo(Path home) throws IOException {
        return ChildJvm.start(
                "1g",
                Path.of("target", "kill-and-resume.log"),
                "io.molt.cli.Molt",
                List.of(
                        "demo",
                        "--home",
                        home.toString(),
                        "--skills",
                        "off",
                        "--seed",
                        String.valueOf(SEED),
                        "--interactions",
                        String.valueOf(INTERACTIONS)));
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
