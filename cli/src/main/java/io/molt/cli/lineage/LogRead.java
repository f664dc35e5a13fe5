package io.molt.cli.lineage;

import io.molt.operators.table.LogRows;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.Vote;
import io.molt.schemas.table.ControlRow;
import io.molt.schemas.table.FollowedBy;
import io.molt.schemas.table.Logged;
import io.molt.schemas.table.Score;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An agent's log out of the tables, in order, one entry at a time: without texts and with one token where there are tokens,
 * since the rules of the fold look at neither. Nothing of it may train.
 */
final class LogRead implements Iterator<LogEntry>, AutoCloseable {

    private static final Sampled SOME = new Sampled(new int[1], new int[1], new float[1], 1);

    private final String agentId;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean more;

    LogRead(Connection connection, String agentId) throws SQLException {
        this.agentId = agentId;
        String turns =
                "select agent_seq, epoch_ms(sequenced_at) logged_at, turn_id, session_id, revision, lower(kind) kind, policy,"
                        + " trained, skill_generation, epoch_ms(requested_at) asked_at, reward, unscored, hint,"
                        + " len(prompt_token_ids) > 0 and len(reply_token_ids) > 0 known,"
                        + " null::map(varchar, varchar) arguments, 'turn' entry, '' given_to from scored_turns_all"
                        + " where agent_id = ?";
        String control = "select agent_seq, epoch_ms(sequenced_at), command_id, '', 0, kind, '', false, 0,"
                + " coalesce(epoch_ms(given_at), 0), null, '', '', false, arguments, entry, given_to from control_all"
                + " where agent_id = ?";
        statement = connection.prepareStatement(turns + " union all " + control + " order by 1");
        for (int i = 1; i <= 2; i++) {
            statement.setString(i, agentId);
        }
        rows = statement.executeQuery();
        more = rows.next();
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public LogEntry next() {
        if (!more) {
            throw new NoSuchElementException("the log has ended");
        }
        try {
            Logged at =
                    new Logged(agentId, rows.getLong("agent_seq"), rows.getLong("logged_at"), rows.getInt("revision"));
            LogEntry entry = LogRows.entry(rows.getString("entry").equals("turn") ? turn(at) : control(at));
            more = rows.next();
            return entry;
        } catch (SQLException e) {
            throw new IllegalStateException("the log cannot be read from the tables", e);
        }
    }

    private ScoredTurnRow turn(Logged at) throws SQLException {
        double reward = rows.getDouble("reward");
        boolean scored = !rows.wasNull();
        String turnId = rows.getString("turn_id");
        long askedAt = rows.getLong("asked_at");
        return new ScoredTurnRow(
                rows.getString("session_id"),
                turnId,
                at,
                new Exchange(
                        TurnKind.valueOf(rows.getString("kind").toUpperCase(Locale.ROOT)),
                        new Timing(askedAt, 0, askedAt),
                        new ServedBy(
                                rows.getString("policy"),
                                rows.getBoolean("trained"),
                                List.of(),
                                rows.getLong("skill_generation"),
                                ""),
                        List.of(),
                        ""),
                rows.getBoolean("known") ? SOME : Sampled.UNKNOWN,
                new FollowedBy("unknown", "", "", 0),
                new Score(
                        rows.getString("unscored"),
                        scored ? reward : Double.NaN,
                        rows.getString("hint"),
                        "",
                        "",
                        List.<Vote>of()));
    }

    private ControlRow control(Logged at) throws SQLException {
        Map<String, String> arguments = new HashMap<>();
        if (rows.getObject("arguments") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> arguments.put(String.valueOf(name), String.valueOf(value)));
        }
        return new ControlRow(
                at,
                rows.getString("entry"),
                rows.getString("turn_id"),
                rows.getString("kind"),
                arguments,
                rows.getString("given_to"),
                rows.getLong("asked_at"));
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
    }
}
