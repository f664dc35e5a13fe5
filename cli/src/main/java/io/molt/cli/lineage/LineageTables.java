package io.molt.cli.lineage;

import io.molt.cli.sql.Warehouse;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** What the tables say about versions, turns and skills, through the views of {@code molt sql}. */
final class LineageTables implements AutoCloseable {

    private static final Set<String> READ = Set.of(
            Tables.TURNS,
            Tables.SCORED_TURNS,
            Tables.JUDGEMENTS,
            Tables.CONTROL,
            Tables.BATCHES,
            Tables.STEPS,
            Tables.SKILLS);

    private static final List<String> STEP =
            List.of("method", "loss", "passes", "learning_rate", "kl_to_base", "rank", "alpha", "seed");

    private final Connection connection;

    private LineageTables(Connection connection) {
        this.connection = connection;
    }

    static LineageTables open(Path tables) throws IOException, SQLException {
        return new LineageTables(Warehouse.open(tables, READ::contains));
    }

    /** A row as something else. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Every version of an agent; of those that share a number after a fork the newest. */
    List<VersionFact> versions(String agentId) throws SQLException {
        return query(
                "select b.*, epoch_ms(b.recorded_at) formed, s.status, s.reason, s.metrics from batches b join steps s"
                        + " on s.agent_id = b.agent_id and s.version = b.batch and s.formed_at = b.recorded_at"
                        + " where b.agent_id = ? qualify row_number() over (partition by b.batch order by"
                        + " b.recorded_at desc) = 1 order by b.batch",
                LineageTables::version,
                agentId);
    }

    private static VersionFact version(ResultSet row) throws SQLException {
        Map<String, String> how = new LinkedHashMap<>();
        for (String name : STEP) {
            how.put(name.replace('_', ' '), text(row, name));
        }
        Map<String, Double> metrics = new TreeMap<>();
        if (row.getObject("metrics") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> metrics.put(String.valueOf(name), ((Number) value).doubleValue()));
        }
        return new VersionFact(
                text(row, "agent_id"),
                row.getLong("batch"),
                row.getLong("parent"),
                text(row, "status"),
                text(row, "reason"),
                texts(row, "turn_ids"),
                texts(row, "pending_turn_ids"),
                row.getLong("last_seq"),
                row.getLong("formed"),
                how,
                metrics);
    }

    /** Where the agent's learning was last taken back to. */
    Optional<Ancestors.Rollback> rollback(String agentId) throws SQLException {
        return query(
                        "select agent_seq, try_cast(arguments['version'] as bigint) goal from control where agent_id = ?"
                                + " and kind = 'rollback' and goal is not null order by agent_seq desc limit 1",
                        row -> new Ancestors.Rollback(row.getLong(1), row.getLong(2)),
                        agentId)
                .stream()
                .findFirst();
    }

    /** The version that serves whatever is newer; empty if none does. */
    Optional<Long> pinned(String agentId) throws SQLException {
        return query(
                        "select kind, try_cast(arguments['version'] as bigint) pinned from control where agent_id = ?"
                                + " and kind in ('pin', 'rollback') order by agent_seq desc limit 1",
                        row -> row.getString(1).equals("pin")
                                ? Optional.ofNullable(row.getObject(2, Long.class))
                                : Optional.<Long>empty(),
                        agentId)
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Entries of turns, all revisions of each together, in the order in which they were asked. */
    List<TurnFact> turns(String agentId, List<String> turnIds) throws SQLException {
        return turns("agent_id = ? and list_contains(?::varchar[], turn_id)", agentId, turnIds.toArray());
    }

    /** Entries of a session's turns, all revisions of each together, in the order in which they were asked. */
    List<TurnFact> session(String agentId, String sessionId) throws SQLException {
        return turns("agent_id = ? and session_id = ?", agentId, sessionId);
    }

    private List<TurnFact> turns(String where, Object... values) throws SQLException {
        Map<String, List<String>> votes = votes(where, values);
        return query(
                "select agent_id, session_id, turn_id, agent_seq, revision, epoch_ms(requested_at) asked_at,"
                        + " left(messages[-1].content, 4000) asked, left(reply, 4000) reply, policy, trained, skills,"
                        + " next_kind, next_turn_id, left(next_text, 4000) next_text, reward, unscored, hint"
                        + " from scored_turns_all where " + where + " order by requested_at, turn_id, revision",
                row -> turn(row, votes),
                values);
    }

    private static TurnFact turn(ResultSet row, Map<String, List<String>> votes) throws SQLException {
        double reward = row.getDouble("reward");
        boolean scored = !row.wasNull();
        String key = row.getString("turn_id") + " " + row.getInt("revision");
        return new TurnFact(
                text(row, "agent_id"),
                text(row, "session_id"),
                text(row, "turn_id"),
                row.getLong("agent_seq"),
                row.getInt("revision"),
                row.getLong("asked_at"),
                text(row, "asked"),
                text(row, "reply"),
                new TurnFact.AnsweredBy(text(row, "policy"), row.getBoolean("trained"), texts(row, "skills")),
                new TurnFact.Next(text(row, "next_kind"), text(row, "next_turn_id"), text(row, "next_text")),
                new TurnFact.Score(
                        scored ? OptionalDouble.of(reward) : OptionalDouble.empty(),
                        text(row, "unscored"),
                        text(row, "hint"),
                        votes.getOrDefault(key, List.of())));
    }

    /** In order, by turn and revision. */
    private Map<String, List<String>> votes(String where, Object... values) throws SQLException {
        Map<String, List<String>> votes = new LinkedHashMap<>();
        query(
                "select turn_id, revision, valid, score, left(answer, 500) answer from judgements_all where turn_id in"
                        + " (select turn_id from scored_turns_all where " + where + ") order by agent_seq, vote",
                row -> votes.computeIfAbsent(row.getString(1) + " " + row.getInt(2), unseen -> new ArrayList<>())
                        .add((row.getBoolean(3) ? String.format("%+d", row.getInt(4)) : "not valid") + "  "
                                + text(row, "answer")),
                values);
        return votes;
    }

    /** Every version of every skill of an agent, by its newest status; without those that only take one back. */
    List<SkillFact> skills(String agentId) throws SQLException {
        return query(
                "select name || '@v' || version label, lower(status) status, description, generation, turn_ids from skills"
                        + " where agent_id = ? and not (lower(status) = 'retired' and description = '') qualify row_number() over (partition by name, version order by"
                        + " lower(status) = 'retired' desc) = 1 order by name, version",
                row -> new SkillFact(
                        text(row, "label"),
                        text(row, "status"),
                        text(row, "description"),
                        row.getLong("generation"),
                        texts(row, "turn_ids")),
                agentId);
    }

    /** Agent and session of a turn. */
    Optional<List<String>> placeOf(String turnId) throws SQLException {
        return known("select agent_id, session_id from known where turn_id = ? limit 1", 2, turnId).stream()
                .findFirst();
    }

    /** The agents that have a session of this name. */
    List<String> agentsOf(String sessionId) throws SQLException {
        return first(known("select distinct agent_id from known where session_id = ? order by 1", 1, sessionId));
    }

    /** The three values of {@code agent_id}, {@code session_id} or {@code turn_id} that look most like this one. */
    List<String> near(String column, String wanted) throws SQLException {
        return first(known(
                "select name from (select distinct " + column + " as name from known)"
                        + " order by levenshtein(left(name, 200), left(?, 200)), name limit 3",
                1,
                wanted));
    }

    /** Asks about turns that were answered or stand in a log; one may be without the other. */
    private List<List<String>> known(String sql, int columns, String value) throws SQLException {
        return query(
                "with known as (select agent_id, session_id, turn_id from turns_all union all"
                        + " select agent_id, session_id, turn_id from scored_turns_all) " + sql,
                row -> {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        values.add(row.getString(i));
                    }
                    return values;
                },
                value);
    }

    private static List<String> first(List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0)).toList();
    }

    private <T> List<T> query(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] instanceof Object[] array) {
                    statement.setArray(i + 1, connection.createArrayOf("varchar", array));
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reading.of(result));
                }
            }
            return rows;
        }
    }

    /** An agent's log in order, as much of it as the fold looks at. */
    LogRead log(String agentId) throws SQLException {
        return new LogRead(connection, agentId);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(String::valueOf)
                        .toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
