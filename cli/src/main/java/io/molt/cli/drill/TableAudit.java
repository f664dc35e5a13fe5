package io.molt.cli.drill;

import io.molt.cli.sql.Warehouse;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether the tables hold what the topics hold: each row once, with what the record says. */
final class TableAudit {

    private static final Set<String> TABLES = Set.of("turns", "scored_turns", "control", "adapters");
    private static final int MOST_NAMED = 10;

    private TableAudit() {}

    /** One sentence per difference. */
    static List<String> differences(
            Path tables, List<TurnEvent> turns, List<LogEntry> log, List<AdapterVersion> versions)
            throws IOException, SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection connection = Warehouse.open(tables, TABLES::contains)) {
            differences.addAll(compare(
                    connection, "turns", "agent_id, session_id, turn_id, policy, status, reply_hash", answered(turns)));
            differences.addAll(compare(
                    connection,
                    "scored_turns",
                    "agent_id, agent_seq, epoch_ms(sequenced_at), session_id, turn_id, revision, unscored, reward,"
                            + " judge",
                    scored(log)));
            differences.addAll(
                    compare(connection, "control", "agent_id, agent_seq, entry, command_id, kind", commands(log)));
            differences.addAll(compare(
                    connection, "adapters", "agent_id, version, status, parent, directory", announced(versions)));
        }
        return differences;
    }

    private static List<List<Object>> answered(List<TurnEvent> turns) {
        Map<String, List<Object>> rows = new LinkedHashMap<>();
        for (TurnEvent event : turns) {
            if (event instanceof TurnAnswered answered) {
                var turn = answered.turn();
                rows.putIfAbsent(
                        turn.turnId(),
                        List.of(
                                turn.agentId(),
                                turn.sessionId(),
                                turn.turnId(),
                                answered.servedBy().policy(),
                                answered.ending().status(),
                                answered.reply().bodyHash()));
            }
        }
        return List.copyOf(rows.values());
    }

    private static List<List<Object>> scored(List<LogEntry> log) {
        List<List<Object>> rows = new ArrayList<>();
        for (LogEntry entry : log) {
            if (entry instanceof ScoredTurn scored) {
                var at = scored.position();
                var judgement = scored.judgement();
                rows.add(List.of(
                        at.agentId(),
                        at.agentSeq(),
                        at.sequencedAtMillis(),
                        scored.turn().sessionId(),
                        scored.turn().turnId(),
                        scored.revision(),
                        judgement.unscored(),
                        judgement.scored() ? judgement.reward() : "null",
                        judgement.judge()));
            }
        }
        return rows;
    }

    private static List<List<Object>> commands(List<LogEntry> log) {
        List<List<Object>> rows = new ArrayList<>();
        for (LogEntry entry : log) {
            var at = entry.position();
            if (entry instanceof ControlEntry control) {
                String kind = control.command().kind().name().toLowerCase(Locale.ROOT);
                rows.add(List.of(
                        at.agentId(),
                        at.agentSeq(),
                        "control",
                        control.command().commandId(),
                        kind));
            } else if (!(entry instanceof ScoredTurn)) {
                rows.add(List.of(at.agentId(), at.agentSeq(), "tick", "", ""));
            }
        }
        return rows;
    }

    private static List<List<Object>> announced(List<AdapterVersion> versions) {
        Map<String, List<Object>> rows = new LinkedHashMap<>();
        for (AdapterVersion version : versions) {
            String status = version.report().status().name().toLowerCase(Locale.ROOT);
            rows.putIfAbsent(
                    version.policy(),
                    List.of(
                            version.agentId(),
                            version.version(),
                            status,
                            version.lineage().parent(),
                            version.files().directory()));
        }
        return List.copyOf(rows.values());
    }

    private static List<String> compare(Connection connection, String table, String columns, List<List<Object>> wanted)
            throws SQLException {
        List<List<Object>> found = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select " + columns + " from " + table + "_all")) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getObject(column));
                }
                found.add(row);
            }
        }
        return compare(table, wanted, found);
    }

    /** One sentence for each row that is there too often or not often enough, at most ten. */
    static List<String> compare(String table, List<List<Object>> wanted, List<List<Object>> found) {
        Map<String, Integer> missing = new TreeMap<>();
        wanted.forEach(row -> missing.merge(row.toString(), 1, Integer::sum));
        found.forEach(row -> missing.merge(row.toString(), -1, Integer::sum));
        missing.values().removeIf(times -> times == 0);
        return missing.entrySet().stream()
                .limit(MOST_NAMED)
                .map(row -> row.getValue() > 0
                        ? table + " lacks " + row.getKey()
                        : table + " should not have " + row.getKey())
                .toList();
    }
}
