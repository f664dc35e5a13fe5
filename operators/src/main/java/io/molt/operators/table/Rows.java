package io.molt.operators.table;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codec;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.table.AdapterRow;
import io.molt.schemas.table.BatchRow;
import io.molt.schemas.table.ControlRow;
import io.molt.schemas.table.FollowedBy;
import io.molt.schemas.table.JudgementRow;
import io.molt.schemas.table.Logged;
import io.molt.schemas.table.MessageRow;
import io.molt.schemas.table.Score;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.table.StepRow;
import io.molt.schemas.table.Tables;
import io.molt.schemas.table.TrajectoryRow;
import io.molt.schemas.table.TurnRow;
import io.molt.schemas.table.TurnSizes;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a record of a topic adds to the tables. Pure; the same record gives the same rows. */
public final class Rows {

    static final String TICK = "tick";

    private static final Map<String, Codec<? extends Record>> CODECS = new TreeMap<>();

    static {
        Tables.ROWS.forEach((table, row) -> CODECS.put(table, Codec.of(row)));
    }

    private Rows() {}

    /** Reads and writes the rows of a table between operators. */
    @SuppressWarnings("unchecked")
    public static Codec<Record> codec(String table) {
        return (Codec<Record>) CODECS.get(table);
    }

    /**
     * The rows of one record; none for a chunk or a tombstone.
     *
     * @throws UnreadableRecord if its bytes are not of its topic
     */
    public static List<TableRow> of(KafkaRecord record) throws UnreadableRecord {
        if (record.value().length == 0) {
            return List.of();
        }
        return switch (record.topic()) {
            case Topics.TURNS -> ofTurnEvent(Codecs.TURNS.decode(record.value()));
            case Topics.SCORED -> ofLogEntry(Codecs.SCORED.decode(record.value()));
            case Topics.SKILLS -> List.of(ofSkill(Codecs.SKILLS.decode(record.value())));
            case Topics.ADAPTERS -> Codecs.SERVING.claims(record.value())
                    ? List.of(ofServing(Codecs.SERVING.decode(record.value())))
                    : ofAdapter(Codecs.ADAPTERS.decode(record.value()));
            case Topics.REJECTED -> List.of(ofRejected(Codecs.REJECTED.decode(record.value())));
            default -> List.of();
        };
    }

    private static List<TableRow> ofTurnEvent(TurnEvent event) {
        if (event instanceof TurnRequested requested) {
            return requested.bodies().stream()
                    .map(body -> message(
                            requested.turn().agentId(), requested.turn().sessionId(), body, requested.atMillis()))
                    .toList();
        }
        if (event instanceof TurnAnswered answered) {
            return ofAnswer(answered);
        }
        if (event instanceof Outcome outcome) {
            return List.of(row(Tables.OUTCOMES, outcome.outcomeId(), outcome.atMillis(), outcome));
        }
        return List.of();
    }

    private static List<TableRow> ofAnswer(TurnAnswered answered) {
        List<TableRow> rows = new ArrayList<>();
        // With its turn it can be forgotten: what is asked before that and answered after it, goes.
        long at = answered.timing().requestedAtMillis();
        if (!answered.reply().text().isEmpty() || !answered.reply().json().isEmpty()) {
            rows.add(message(answered.turn().agentId(), answered.turn().sessionId(), answered.reply(), at));
        }
        rows.add(row(
                Tables.TURNS,
                answered.turn().turnId(),
                answered.timing().requestedAtMillis(),
                new TurnRow(
                        answered.turn(),
                        answered.timing(),
                        answered.servedBy(),
                        answered.servedBy().version(),
                        answered.ending(),
                        new TurnSizes(
                                answered.sampled().promptTokenIds().length,
                                answered.sampled().replyTokenIds().length),
                        answered.reply().bodyHash())));
        return rows;
    }

    private static TableRow message(String agentId, String sessionId, MessageBody body, long atMillis) {
        // The length keeps agent and session apart, whatever characters they have.
        String eventId = agentId.length() + "/" + agentId + "/" + sessionId + "/" + body.bodyHash();
        return row(Tables.MESSAGES, eventId, atMillis, new MessageRow(agentId, sessionId, body, atMillis));
    }

    private static List<TableRow> ofLogEntry(LogEntry entry) {
        LogPosition at = entry.position();
        String eventId = at.agentId() + "/" + at.agentSeq();
        if (entry instanceof ScoredTurn scored) {
            return ofScored(eventId, scored);
        }
        Logged logged = logged(at, 0);
        ControlRow row = entry instanceof ControlEntry control
                ? new ControlRow(
                        logged,
                        "control",
                        control.command().commandId(),
                        lower(control.command().kind()),
                        control.command().arguments(),
                        control.command().agentId(),
                        control.command().atMillis())
                : new ControlRow(logged, TICK, "", "", Map.of(), "", 0);
        return List.of(row(Tables.CONTROL, eventId, at.sequencedAtMillis(), row));
    }

    private static List<TableRow> ofScored(String eventId, ScoredTurn scored) {
        List<TableRow> rows = new ArrayList<>();
        Logged logged = logged(scored.position(), scored.revision());
        long at = scored.position().sequencedAtMillis();
        var next = scored.nextState();
        var judgement = scored.judgement();
        rows.add(row(
                Tables.SCORED_TURNS,
                eventId,
                at,
                new ScoredTurnRow(
                        scored.turn().sessionId(),
                        scored.turn().turnId(),
                        logged,
                        scored.exchange(),
                        scored.sampled(),
                        new FollowedBy(lower(next.kind()), next.turnId(), next.text(), next.atMillis()),
                        new Score(
                                judgement.unscored(),
                                judgement.scored() ? judgement.reward() : Double.NaN,
                                judgement.hint(),
                                judgement.judge(),
                                judgement.input(),
                                judgement.votes()))));
        for (int i = 0; i < judgement.votes().size(); i++) {
            Vote vote = judgement.votes().get(i);
            rows.add(row(
                    Tables.JUDGEMENTS,
                    eventId + "/" + i,
                    at,
                    new JudgementRow(
                            scored.turn().turnId(),
                            logged,
                            i,
                            judgement.judge(),
                            vote.valid(),
                            vote.score(),
                            vote.text())));
        }
        return rows;
    }

    private static TableRow ofSkill(SkillVersion skill) {
        String eventId = skill.agentId() + "/" + skill.label() + "/" + skill.status();
        return row(Tables.SKILLS, eventId, skill.atMillis(), skill);
    }

    private static TableRow ofServing(AdapterServing serving) {
        String eventId = serving.key() + "/" + serving.proxy() + "/" + serving.atMillis() + "/" + serving.attempts();
        return row(Tables.SERVING, eventId, serving.atMillis(), serving);
    }

    private static List<TableRow> ofAdapter(AdapterVersion version) {
        long at = version.lineage().foldPoint().atMillis();
        String eventId = version.policy() + "/" + at; // after a fork another version has the same number
        String status = lower(version.report().status());
        return List.of(
                row(
                        Tables.ADAPTERS,
                        eventId,
                        at,
                        new AdapterRow(
                                version.agentId(),
                                version.version(),
                                status,
                                version.lineage().parent(),
                                version.files(),
                                version.fingerprints(),
                                at)),
                row(Tables.BATCHES, eventId, at, new BatchRow(version.agentId(), version.lineage())),
                row(
                        Tables.STEPS,
                        eventId,
                        at,
                        new StepRow(
                                version.agentId(),
                                version.version(),
                                status,
                                version.report().reason(),
                                version.report().metrics(),
                                at)));
    }

    /** A record has no time of its own when it cannot be read: the day is that of the epoch. */
    private static TableRow ofRejected(Rejected rejected) {
        String eventId =
                rejected.topic() + "/" + rejected.partition() + "/" + rejected.offset() + "/" + rejected.reason();
        return row(Tables.REJECTED, eventId, 0, rejected);
    }

    static TableRow ofTrajectory(TrajectoryRow trajectory) {
        String eventId = trajectory.agentId() + "/" + trajectory.firstSeq() + "/" + trajectory.sessionId();
        return row(Tables.TRAJECTORIES, eventId, trajectory.closedAtMillis(), trajectory);
    }

    /** The row that says that a record could not be read here; {@code turns} has its own guard, the rest has this. */
    static TableRow unreadable(KafkaRecord record, UnreadableRecord why) {
        return ofRejected(record.rejected("UNREADABLE", why.getMessage()));
    }

    private static Logged logged(LogPosition at, int revision) {
        return new Logged(at.agentId(), at.agentSeq(), at.sequencedAtMillis(), revision);
    }

    private static TableRow row(String table, String eventId, long atMillis, Record row) {
        String day = Instant.ofEpochMilli(atMillis)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        return new TableRow(table + "/" + eventId, table, day, codec(table).encode(row));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
