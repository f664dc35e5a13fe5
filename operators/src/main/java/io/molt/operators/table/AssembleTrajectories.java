package io.molt.operators.table;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.table.TrajectoryRow;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The log in, a row per closed session segment out.
 *
 * <pre>
 * key     agentId
 * state   open-segments: per session one {@link OpenSegment}, cleared when it closes, expired after eight days
 * timer   none; state expires by time to live
 * out     {@link TableRow} of the table trajectories
 * side    none
 * </pre>
 */
public final class AssembleTrajectories extends KeyedProcessFunction<String, KafkaRecord, TableRow> {

    private static final Duration LONGEST_PAUSE = Duration.ofDays(8);

    private transient MapState<String, OpenSegment> segments;

    /** Only the log holds turns in their final order. */
    public static boolean concerns(KafkaRecord record) {
        return record.topic().equals(Topics.SCORED) && record.value().length > 0;
    }

    @Override
    public void open(OpenContext context) {
        var descriptor = new MapStateDescriptor<>("open-segments", String.class, OpenSegment.class);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(LONGEST_PAUSE).build());
        segments = getRuntimeContext().getMapState(descriptor);
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<TableRow> out) throws Exception {
        Optional<ScoredTurn> scored = scoredTurn(record);
        if (scored.isEmpty() || !OpenSegment.hasPart(scored.get())) {
            return;
        }
        ScoredTurn turn = scored.get();
        String sessionId = turn.turn().sessionId();
        OpenSegment before = segments.get(sessionId);
        OpenSegment after = before == null ? OpenSegment.startingWith(turn) : before.with(turn);
        Optional<TrajectoryRow> closed = after.closedBy(turn);
        if (closed.isPresent()) {
            segments.remove(sessionId);
            out.collect(Rows.ofTrajectory(closed.get()));
        } else {
            segments.put(sessionId, after);
        }
    }

    /** A turn; nothing for control entries and ticks, nor for bytes that {@link MakeRows} puts among the rejected. */
    private static Optional<ScoredTurn> scoredTurn(KafkaRecord record) {
        try {
            LogEntry entry = Codecs.SCORED.decode(record.value());
            return entry instanceof ScoredTurn turn ? Optional.of(turn) : Optional.empty();
        } catch (UnreadableRecord e) {
            return Optional.empty();
        }
    }
}
