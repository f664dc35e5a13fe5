package io.molt.cli.forget;

import io.molt.cli.sql.Warehouse;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.schemas.SealedRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Which turns were recorded: by the tables, which know them for longest, and by the topic, which knows them first. */
final class RecordedTurns {

    private static final Set<String> READ = Set.of(Tables.TURNS, Tables.SCORED_TURNS);

    private final Path tables;
    private final String brokers;

    RecordedTurns(Path tables, String brokers) {
        this.tables = tables;
        this.brokers = brokers;
    }

    /** All turns of an agent that are like this. */
    Set<TurnRef> of(String agentId, Predicate<TurnRef> wanted) throws IOException, SQLException {
        Set<TurnRef> found = new LinkedHashSet<>();
        Consumer<TurnRef> reader = turn -> {
            if (turn.agentId().equals(agentId) && wanted.test(turn)) {
                found.add(turn);
            }
        };
        ofTables(agentId, reader);
        TopicSnapshot.each(brokers, Topics.TURNS, record -> ref(record.value() == null ? new byte[0] : record.value())
                .ifPresent(reader));
        return found;
    }

    private void ofTables(String agentId, Consumer<TurnRef> reader) throws IOException, SQLException {
        try (var connection = Warehouse.open(tables, READ::contains);
                var statement = connection.prepareStatement("select distinct session_id, turn_id from"
                        + " (select agent_id, session_id, turn_id from turns_all union all"
                        + " select agent_id, session_id, turn_id from scored_turns_all) where agent_id = ?")) {
            statement.setString(1, agentId);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.accept(new TurnRef(agentId, rows.getString(1), rows.getString(2)));
                }
            }
        }
    }

    /** Whose a record is can be read without its key; empty if it is nobody's. */
    private static Optional<TurnRef> ref(byte[] record) {
        try {
            if (Codecs.SEALED.claims(record)) {
                SealedRecord sealed = Codecs.SEALED.decode(record);
                return Optional.of(new TurnRef(sealed.agentId(), sealed.sessionId(), sealed.turnId()));
            }
            return ref(Codecs.TURNS.decode(record));
        } catch (UnreadableRecord e) {
            return Optional.empty(); // ScoreJob has rejected it, with its reason
        }
    }

    private static Optional<TurnRef> ref(TurnEvent event) {
        if (event instanceof TurnRequested requested) {
            return Optional.of(requested.turn());
        }
        if (event instanceof TurnAnswered answered) {
            return Optional.of(answered.turn());
        }
        return event instanceof MessageChunk chunk ? Optional.of(chunk.turn()) : Optional.empty();
    }
}
