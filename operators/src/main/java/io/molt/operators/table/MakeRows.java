package io.molt.operators.table;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.codec.UnreadableRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Records of any topic in, rows out.
 *
 * <pre>
 * key     none
 * state   none
 * timer   none
 * out     {@link TableRow}, several per record
 * side    none: what cannot be read becomes a row of the table rejected
 * </pre>
 */
public final class MakeRows implements FlatMapFunction<KafkaRecord, TableRow> {

    @Override
    public void flatMap(KafkaRecord record, Collector<TableRow> out) {
        try {
            Rows.of(record).forEach(out::collect);
        } catch (UnreadableRecord e) {
            out.collect(Rows.unreadable(record, e));
        }
    }
}
