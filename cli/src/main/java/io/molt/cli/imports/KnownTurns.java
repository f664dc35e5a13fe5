package io.molt.cli.imports;

import io.molt.cli.sql.Warehouse;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.TurnAnswered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The imported turns that are recorded already, answers included; in memory, an id each.
 *
 * <p>What is recorded is not sent again: the topic knows it for as long as it keeps records, the tables for as long as they
 * are kept. A turn of which only the request is there, since an import was killed, is sent again whole. Behind this, pairing
 * ignores a repeated turn of a session for as long as it remembers the session, and TablesJob drops rows of the same event.
 */
final class KnownTurns {

    private static final Logger LOG = LoggerFactory.getLogger(KnownTurns.class);

    private final Set<String> turns = new HashSet<>();

    /** What the tables have, for as long as tables are kept. */
    void readTables(Path tables) throws IOException, SQLException {
        try (var connection = Warehouse.open(tables, Tables.TURNS::equals);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select turn_id from turns_all where starts_with(turn_id, '" + ImportedTurn.PREFIX + "')")) {
            while (rows.next()) {
                turns.add(rows.getString(1));
            }
        }
    }

    /** What the topic has, and the tables perhaps not yet. */
    void readTopic(String brokers, ContentSeal seal) {
        TopicSnapshot.each(brokers, Topics.TURNS, record -> {
            try {
                if (record.value() != null) {
                    answered(record.value(), seal)
                            .filter(turnId -> turnId.startsWith(ImportedTurn.PREFIX))
                            .ifPresent(turns::add);
                }
            } catch (UnreadableRecord e) {
                LOG.debug("record of another kind topic={} offset={}", record.topic(), record.offset());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The id of a turn whose answer this is, or that was forgotten: then it is not wanted again. */
    private static Optional<String> answered(byte[] record, ContentSeal seal) throws IOException, UnreadableRecord {
        Optional<byte[]> opened = seal.open(record);
        if (opened.isEmpty()) {
            return Optional.of(Codecs.SEALED.decode(record).turnId());
        }
        return Codecs.TURNS.decode(opened.get()) instanceof TurnAnswered answered
                ? Optional.of(answered.turn().turnId())
                : Optional.empty();
    }

    /** True the first time that it is asked about a turn that is not known. */
    boolean isNew(ImportedTurn turn) {
        return turns.add(turn.answered().turn().turnId());
    }
}
