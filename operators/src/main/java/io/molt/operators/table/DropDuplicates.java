package io.molt.operators.table;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Rows in, each event once out.
 *
 * <pre>
 * key     eventId
 * state   seen: one flag per event, kept for {@code memory} after the last time it was met
 * timer   none; state expires by time to live
 * out     {@link TableRow}, the first of each event
 * side    none
 * </pre>
 *
 * <p>Topics other than {@code scored} and {@code rejected} are written at least once: after a crash, proxies and
 * committers say again what they may have said before.
 */
public final class DropDuplicates extends KeyedProcessFunction<String, TableRow, TableRow> {

    private final Duration memory;
    private transient ValueState<Boolean> seen;

    /** Remembers events for {@code memory}, at least as long as a producer may take to repeat itself. */
    public DropDuplicates(Duration memory) {
        this.memory = memory;
    }

    @Override
    public void open(OpenContext context) {
        var descriptor = new ValueStateDescriptor<>("seen", Boolean.class);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(memory)
                .setUpdateType(StateTtlConfig.UpdateType.OnReadAndWrite)
                .cleanupIncrementally(10, false)
                .build());
        seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(TableRow row, Context context, Collector<TableRow> out) throws Exception {
        if (seen.value() == null) {
            out.collect(row);
            seen.update(true);
        }
    }
}
