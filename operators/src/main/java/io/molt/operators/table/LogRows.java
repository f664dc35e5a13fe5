package io.molt.operators.table;

import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.table.ControlRow;
import io.molt.schemas.table.FollowedBy;
import io.molt.schemas.table.Logged;
import io.molt.schemas.table.Score;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.turn.TurnRef;
import java.util.Locale;

/** The log as it was, from the rows that {@link Rows} made of it: {@code scored_turns} and {@code control} hold it whole. */
public final class LogRows {

    private LogRows() {}

    /**
     * The entry behind a row.
     *
     * @throws IllegalArgumentException if the row is of no table of the log
     */
    public static LogEntry entry(Record row) {
        if (row instanceof ScoredTurnRow turn) {
            return turn(turn);
        }
        if (row instanceof ControlRow control) {
            return control(control);
        }
        throw new IllegalArgumentException(
                "no row of the log: " + row.getClass().getSimpleName());
    }

    private static LogEntry turn(ScoredTurnRow row) {
        FollowedBy next = row.followedBy();
        Score score = row.score();
        return new ScoredTurn(
                position(row.logged()),
                new TurnRef(row.logged().agentId(), row.sessionId(), row.turnId()),
                row.logged().revision(),
                row.exchange(),
                row.sampled(),
                new NextState(
                        NextStateKind.valueOf(upper(next.nextKind())),
                        next.nextTurnId(),
                        next.nextText(),
                        next.nextAtMillis()),
                new Judgement(
                        score.unscored(),
                        Double.isNaN(score.reward()) ? 0 : score.reward(),
                        score.hint(),
                        score.votes(),
                        score.judge(),
                        score.judgeInput()));
    }

    private static LogEntry control(ControlRow row) {
        if (row.entry().equals(Rows.TICK)) {
            return new Tick(position(row.logged()));
        }
        return new ControlEntry(
                position(row.logged()),
                new ControlRecord(
                        row.givenTo(),
                        row.commandId(),
                        ControlKind.valueOf(upper(row.kind())),
                        row.arguments(),
                        row.givenAtMillis()));
    }

    private static LogPosition position(Logged logged) {
        return new LogPosition(logged.agentId(), logged.agentSeq(), logged.sequencedAtMillis());
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
