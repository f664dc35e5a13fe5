package io.molt.cli.drill;

import io.molt.cli.sql.Warehouse;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the tables hold what the topics hold, each row once. */
final class TableAudit {

    private static final Set<String> TABLES = Set.of("turns", "scored_turns", "control", "adapters");

    private TableAudit() {}

    /** One sentence per difference. */
    static List<String> differences(
            Path tables, List<TurnEvent> turns, List<LogEntry> log, List<AdapterVersion> versions)
            throws IOException, SQLException {
        long answered = turns.stream()
                .filter(TurnAnswered.class::isInstance)
                .map(event -> ((TurnAnswered) event).turn().turnId())
                .distinct()
                .count();
        long scored = log.stream().filter(ScoredTurn.class::isInstance).count();
        long distinctVersions =
                versions.stream().map(AdapterVersion::policy).distinct().count();
        List<String> differences = new ArrayList<>();
        try (Connection connection = Warehouse.open(tables, TABLES::contains)) {
            compare(connection, "turns_all", "turn_id", answered, differences);
            compare(connection, "scored_turns_all", "(turn_id, revision)", scored, differences);
            compare(connection, "control_all", "(agent_id, agent_seq)", log.size() - scored, differences);
            compare(connection, "adapters_all", "(agent_id, version)", distinctVersions, differences);
        }
        return differences;
    }

    private static void compare(Connection connection, String view, String key, long wanted, List<String> differences)
            throws SQLException {
        if (wanted == 0) {
            return; // a table without rows has no file, and a view needs one
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*), count(distinct " + key + ") from " + view)) {
            rows.next();
            if (rows.getLong(1) != wanted || rows.getLong(2) != wanted) {
                differences.add(view + " has " + rows.getLong(1) + " rows, " + rows.getLong(2)
                        + " different ones, but the" + " topics have " + wanted);
            }
        }
    }
}
