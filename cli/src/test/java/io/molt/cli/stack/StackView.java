package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.sql.Warehouse;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a running stack has written, from the beginning, and a way to wait for more.
 *
 * @param stack that runs
 */
record StackView(Stack stack) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    List<TurnEvent> recorded() {
        return stack.turns();
    }

    private List<LogEntry> log(String agent) {
        return stack.log().stream()
                .filter(entry -> entry.position().agentId().equals(agent))
                .sorted(Comparator.comparingLong(entry -> entry.position().agentSeq()))
                .toList();
    }

    /** How many commands stand in an agent's log. */
    long commands(String agent) {
        return log(agent).stream().filter(ControlEntry.class::isInstance).count();
    }

    /** An agent's turns in the order of its log, as soon as they are enough. */
    List<ScoredTurn> turns(String agent, Predicate<List<ScoredTurn>> enough) throws Exception {
        List<ScoredTurn> turns = new ArrayList<>();
        await(
                () -> {
                    turns.clear();
                    log(agent).stream()
                            .filter(ScoredTurn.class::isInstance)
                            .map(ScoredTurn.class::cast)
                            .forEach(turns::add);
                    return enough.test(turns);
                },
                "turns of " + agent);
        return turns;
    }

    /** An agent's versions in their order, as soon as they are enough. */
    List<AdapterVersion> versions(String agent, Predicate<List<AdapterVersion>> enough) throws Exception {
        List<AdapterVersion> versions = new ArrayList<>();
        await(
                () -> {
                    versions.clear();
                    TopicSnapshot.read(stack.brokers(), Topics.ADAPTERS, Codecs.ADAPTERS).stream()
                            .filter(version -> version.agentId().equals(agent))
                            .distinct()
                            .sorted(Comparator.comparingLong(AdapterVersion::version))
                            .forEach(versions::add);
                    return enough.test(versions);
                },
                "versions of " + agent);
        return versions;
    }

    /** How many skills an agent has. */
    long skills(String agent) {
        return TopicSnapshot.read(stack.brokers(), Topics.SKILLS, Codecs.SKILLS).stream()
                .filter(skill -> skill.agentId().equals(agent))
                .distinct()
                .count();
    }

    static boolean has(List<ScoredTurn> log, String turn) {
        return log.stream().anyMatch(entry -> entry.turn().turnId().equals(turn));
    }

    static ScoredTurn of(List<ScoredTurn> log, String turn, int revision) {
        return log.stream()
                .filter(entry -> entry.turn().turnId().equals(turn) && entry.revision() == revision)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a query of a table gives these rows, the columns of each with a blank between them. */
    void awaitRows(String table, String query, List<String> expected) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> rows = List.of();
        while (!rows.equals(expected) && System.nanoTime() < deadline) {
            stack.checkpointTables();
            rows = rows(table, query);
        }
        assertThat(rows).isEqualTo(expected);
    }

    private List<String> rows(String table, String query) throws IOException, SQLException {
        try (var connection = Warehouse.open(stack.home().tables(), table::equals);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(rows.getString(i));
                }
                texts.add(String.join(" ", columns));
            }
            return texts;
        }
    }

    void await(Callable<Boolean> condition, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
