package io.molt.operators.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Turns;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void a_message_is_one_event_however_often_it_is_sent() throws Exception {
        List<TableRow> first = Rows.of(requested("t1", 1_000));
        List<TableRow> again = Rows.of(requested("t2", 2_000));

        assertThat(first).singleElement().satisfies(row -> {
            assertThat(row.table()).isEqualTo(Tables.MESSAGES);
            assertThat(row.day()).isEqualTo("1970-01-01");
        });
        assertThat(again)
                .extracting(TableRow::eventId)
                .isEqualTo(List.of(first.get(0).eventId()));
    }

    @Test
    void a_scored_turn_keeps_what_judging_again_and_training_need() throws Exception {
        ScoredTurn turn = Turns.scored(7, -1, "Write the date first.");

        List<TableRow> rows = Rows.of(record(Topics.SCORED, Codecs.SCORED.encode(turn)));

        assertThat(rows).extracting(TableRow::table).containsExactly(Tables.SCORED_TURNS);
        var row = (ScoredTurnRow)
                Rows.codec(Tables.SCORED_TURNS).decode(rows.get(0).row());
        assertThat(row.logged().agentSeq()).isEqualTo(7);
        assertThat(row.exchange()).isEqualTo(turn.exchange());
        assertThat(row.sampled()).isEqualTo(turn.sampled());
        assertThat(row.score().hint()).isEqualTo("Write the date first.");
    }

    @Test
    void what_cannot_be_read_becomes_a_row_that_says_so() {
        List<TableRow> rows = new java.util.ArrayList<>();

        new MakeRows().flatMap(record(Topics.SKILLS, new byte[] {1, 2, 3}), new ListCollector<>(rows));

        assertThat(rows).extracting(TableRow::table).containsExactly(Tables.REJECTED);
    }

    @Test
    void what_became_of_a_version_in_serving_is_a_row_of_its_own() throws Exception {
        AdapterServing refused = new AdapterServing("a", 7, false, "tokens differ", 1, "here:8800", 5);

        List<TableRow> rows = Rows.of(record(Topics.ADAPTERS, Codecs.SERVING.encode(refused)));

        assertThat(rows).extracting(TableRow::table).containsExactly(Tables.SERVING);
        assertThat(Rows.codec(Tables.SERVING).decode(rows.get(0).row())).isEqualTo(refused);
    }

    @Test
    void a_tombstone_has_no_row() throws Exception {
        assertThat(Rows.of(record(Topics.ADAPTERS, new byte[0]))).isEmpty();
    }

    @Test
    void rows_and_segments_are_serialized_without_kryo() {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(TableRow.class);
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(OpenSegment.class);
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(SegmentTurn.class);
    }

    private static KafkaRecord requested(String turnId, long atMillis) {
        return record(
                Topics.TURNS,
                Codecs.TURNS.encode(new TurnRequested(
                        new TurnRef("a", "s", turnId),
                        atMillis,
                        TurnKind.MAIN,
                        List.of(new ContextMessage("user", "m", "b")),
                        List.of(new MessageBody("b", "user", "hi", "")),
                        true,
                        false)));
    }

    private static KafkaRecord record(String topic, byte[] value) {
        return new KafkaRecord("a", topic, 0, 1, value);
    }
}
