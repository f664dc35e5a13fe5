package io.molt.cli.compare;

import io.molt.cli.comparison.JudgedTurn;
import io.molt.cli.comparison.SideChange.Texts;
import io.molt.cli.sql.Warehouse;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Turns out of tables.
 *
 * @param tables of an installation or of a replay
 */
record TurnReader(Path tables) {

    private static final int AT_A_TIME = 500;
    private static final int LONGEST = 400;

    /** Whether there is a log at all. */
    boolean hasTurns() {
        return Files.isDirectory(tables.resolve(Tables.SCORED_TURNS));
    }

    /** Every revision of every turn, in log order. */
    List<JudgedTurn> turns() throws IOException, SQLException {
        List<JudgedTurn> turns = new ArrayList<>();
        try (Connection connection = open();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select agent_id, agent_seq, session_id, turn_id, revision,"
                        + " coalesce(unscored, ''), reward, coalesce(judge, ''), coalesce(len(votes), 0),"
                        + " coalesce(length(judge_input), 0) from scored_turns_all order by 1, 2")) {
            while (rows.next()) {
                double reward = rows.getDouble(7);
                boolean scored = !rows.wasNull() && !Double.isNaN(reward);
                turns.add(new JudgedTurn(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getInt(5),
                        rows.getString(6),
                        scored ? OptionalDouble.of(reward) : OptionalDouble.empty(),
                        rows.getString(8),
                        rows.getInt(9),
                        rows.getLong(10)));
            }
        }
        return turns;
    }

    /** Agents that have learned or talked. */
    SortedSet<String> agents() throws IOException, SQLException {
        SortedSet<String> agents = new TreeSet<>();
        for (String table : List.of(Tables.SCORED_TURNS, Tables.ADAPTERS)) {
            if (Files.isDirectory(tables.resolve(table))) {
                try (Connection connection = Warehouse.open(tables, table::equals);
                        var statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select distinct agent_id from " + table + "_all")) {
                    while (rows.next()) {
                        agents.add(rows.getString(1));
                    }
                }
            }
        }
        return agents;
    }

    /** What was said in turns, cut, by id; a turn that is not there has no entry. */
    Map<String, Texts> texts(List<String> turnIds) throws IOException, SQLException {
        Map<String, Texts> texts = new HashMap<>();
        try (Connection connection = open()) {
            for (int from = 0; from < turnIds.size(); from += AT_A_TIME) {
                List<String> some = turnIds.subList(from, Math.min(turnIds.size(), from + AT_A_TIME));
                String places = String.join(", ", some.stream().map(id -> "?").toList());
                try (var statement = connection.prepareStatement("select turn_id,"
                        + " coalesce(messages[-1].content, ''), coalesce(reply, ''), coalesce(next_text, '')"
                        + " from scored_turns_all where turn_id in (" + places + ") order by revision")) {
                    for (int i = 0; i < some.size(); i++) {
                        statement.setString(i + 1, some.get(i));
                    }
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            texts.put(
                                    rows.getString(1),
                                    new Texts(cut(rows.getString(2)), cut(rows.getString(3)), cut(rows.getString(4))));
                        }
                    }
                }
            }
        }
        return texts;
    }

    private Connection open() throws IOException, SQLException {
        return Warehouse.open(tables, Tables.SCORED_TURNS::equals);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
