package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.cli.sql.Warehouse;
import io.molt.jobs.table.RowSchema;
import io.molt.jobs.table.SqlDialect;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Queries through the views of {@code molt sql} over a month of turns with small bodies, one in a hundred with a revision.
 *
 * @param turns in all
 */
record TableQueries(int turns) implements BenchPart {

    private static final int DAYS = 30;
    private static final int THREADS = 2;
    private static final double MOST_SECONDS = 3;
    private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
    private static final List<String> PAGE = List.of(
            "01-reward-per-day",
            "02-worst-turns",
            "08-versions",
            "09-unscored",
            "11-what-a-skill-changed",
            "14-revised");
    private static final Map<String, String> MORE = Map.of(
            "seconds to the answer",
            "select policy, quantile_cont(epoch_ms(answered_at) - epoch_ms(requested_at), [0.5, 0.95]) from scored_turns"
                    + " group by policy",
            "one turn",
            "select * from scored_turns where turn_id = 't-6dafae4932d406d5-4321'",
            "an agent's newest turns",
            "select turn_id, reward, reply from scored_turns where agent_id = 'agent-7' order by agent_seq desc limit 20",
            "sessions per day",
            "select day, count(distinct session_id), count(*) from scored_turns group by day");

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        long start = System.nanoTime();
        long bytes = generate(directory);
        report.put("turns", turns);
        report.put("bytes", bytes);
        report.put("generated_seconds", (System.nanoTime() - start) / 1e9);
        report.put("most_seconds", MOST_SECONDS);
        ObjectNode seconds = report.putObject("seconds");
        boolean kept = true;
        for (Map.Entry<String, String> query : queries().entrySet()) {
            double taken = time(directory, query.getValue());
            seconds.put(query.getKey(), taken);
            kept &= taken < MOST_SECONDS;
        }
        return kept;
    }

    private static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        Path root = Path.of(System.getProperty("molt.root", "."));
        for (String name : PAGE) {
            queries.put(name, Files.readString(root.resolve("docs/queries").resolve(name + ".sql")));
        }
        queries.putAll(MORE);
        return queries;
    }

    /** A process of its own would look at the files as this does: a fresh database each time. */
    private static double time(Path tables, String sql) throws IOException, SQLException {
        long start = System.nanoTime();
        try (Connection connection = Warehouse.open(tables, Tables.SCORED_TURNS::equals);
                Statement statement = connection.createStatement()) {
            statement.execute("set threads = " + THREADS);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    rows.getObject(1);
                }
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private long generate(Path tables) throws IOException, SQLException {
        long bytes = 0;
        int each = (turns + DAYS - 1) / DAYS;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set threads = " + THREADS);
            for (int day = 0; day < DAYS; day++) {
                Path file = tables.resolve(Tables.SCORED_TURNS + "/day=" + FIRST.plusDays(day) + "/part-0.parquet");
                Files.createDirectories(file.getParent());
                int from = day * each;
                int to = Math.min(turns, from + each);
                int before = Math.max(0, from - each);
                statement.execute("copy (" + columns() + " union all by name " + rows(from, to, 0, 1)
                        + " union all by name " + rows(before, from, 1, 100) + ") to '" + file
                        + "' (format parquet, compression zstd)");
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static String columns() {
        return RowSchema.of(Tables.SCORED_TURNS, ScoredTurnRow.class).columns().stream()
                .map(column ->
                        "null::" + SqlDialect.DUCKDB.type(column) + " as " + SqlDialect.DUCKDB.quoted(column.name()))
                .collect(Collectors.joining(", ", "select ", " where false"));
    }

    private static String rows(int from, int to, int revision, int every) {
        String at = "make_timestamptz((1793491200000 + i * (86400000 / " + Math.max(1, (to - from))
                + ".0))::BIGINT * 1000)";
        return "select md5((i // 6)::varchar) as session_id, 't-6dafae4932d406d5-' || i as turn_id, 'agent-' || (i % 50) as agent_id,"
                + " i // 50 + 1 as agent_seq, " + at + " as sequenced_at, " + revision
                + " as revision, 'main' as kind, "
                + at + " as requested_at, " + at + " + to_milliseconds(20 + i % 97) as first_token_at, "
                + at + " + to_milliseconds(500 + i % 997) as answered_at,"
                + " 'agent-' || (i % 50) || '@v' || (i // 500000) as policy, true as trained,"
                + " ['dates@v' || (i % 3), 'names@v1'][1 : i % 3] as skills, i // 100000 as skill_generation, '' as injected,"
                + " [{'role': 'user', 'content': 'note the meeting ' || hash(i) % 100000}] as messages,"
                + " 'noted for ' || hash(i + 1) % 100000 as reply, []::INTEGER[] as prompt_token_ids,"
                + " []::INTEGER[] as reply_token_ids, []::FLOAT[] as log_probs, 1.0 as temperature,"
                + " 'user_reply' as next_kind, 't-6dafae4932d406d5-' || (i + 1) as next_turn_id, 'no, the date first' as next_text, "
                + at + " as next_at, case when i % 7 = 0 then 'SILENCE' else '' end as unscored,"
                + " case when i % 7 = 0 then null else (hash(i + " + revision + ") % 3)::DOUBLE - 1 end as reward,"
                + " case when hash(i) % 3 = 0 then 'Write the date first.' else '' end as hint, 'rules-1' as judge,"
                + " '' as judge_input, [{'valid': true, 'score': 0, 'hint': '', 'text': ''}] as votes"
                + " from range(" + from + ", " + to + ", " + every + ") as turn(i)";
    }
}
