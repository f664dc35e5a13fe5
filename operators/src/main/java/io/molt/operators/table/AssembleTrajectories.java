package io.molt.operators.table;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * state   open-segments: per session one {@link OpenSegment}, cleared when nothing is open, expired after eight days
 * timer   processing time, one per segment that ended and is not whole: {@value #PATIENCE_MINUTES} minutes later it closes as
 *         it is; what was due while nothing ran waits as long again, so that turns which came meanwhile are read first
 * out     {@link TableRow} of the table trajectories
 * side    none
 * </pre>
 */
public final class AssembleTrajectories extends KeyedProcessFunction<String, KafkaRecord, TableRow> {

    static final long PATIENCE_MINUTES = 60;

    private static final long PATIENCE_MILLIS =
            Duration.ofMinutes(PATIENCE_MINUTES).toMillis();
    private static final Duration LONGEST_PAUSE = Duration.ofDays(8);

    private transient MapState<String, OpenSegment> segments;
    private transient long startedAtMillis;

    /** Only the log holds turns in their final order. */
    public static boolean concerns(KafkaRecord record) {
        return record.topic().equals(Topics.SCORED) && record.value().length > 0;
    }

    @Override
    public void open(OpenContext context) {
        var descriptor = new MapStateDescriptor<>("open-segments", String.class, OpenSegment.class);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(LONGEST_PAUSE).build());
        segments = getRuntimeContext().getMapState(descriptor);
        startedAtMillis = -1;
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<TableRow> out) throws Exception {
        Optional<ScoredTurn> scored = scoredTurn(record);
        if (scored.isEmpty() || !OpenSegment.concerns(scored.get())) {
            return;
        }
        ScoredTurn turn = scored.get();
        long now = now(context);
        OpenSegment before = segments.get(turn.turn().sessionId());
        OpenSegment.Step step = (before == null ? OpenSegment.EMPTY : before).with(turn, now);
        if (step.left().turns().stream().anyMatch(open -> open.seenAtMillis() == now && open.is(SegmentTurn.LAST))) {
            context.timerService().registerProcessingTimeTimer(now + PATIENCE_MILLIS + 1);
        }
        act(turn.turn().sessionId(), step, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<TableRow> out) throws Exception {
        now(context);
        if (timestamp < startedAtMillis + PATIENCE_MILLIS) {
            context.timerService().registerProcessingTimeTimer(startedAtMillis + PATIENCE_MILLIS);
            return;
        }
        List<String> due = new ArrayList<>();
        for (Map.Entry<String, OpenSegment> open : segments.entries()) {
            if (open.getValue().waitingSinceMillis().orElse(timestamp) < timestamp - PATIENCE_MILLIS) {
                due.add(open.getKey());
            }
        }
        for (String sessionId : due) {
            act(
                    sessionId,
                    segments.get(sessionId).closing(context.getCurrentKey(), sessionId, timestamp - PATIENCE_MILLIS),
                    out);
        }
    }

    private void act(String sessionId, OpenSegment.Step step, Collector<TableRow> out) throws Exception {
        if (step.left().isEmpty()) {
            segments.remove(sessionId);
        } else {
            segments.put(sessionId, step.left());
        }
        step.closed().forEach(row -> out.collect(Rows.ofTrajectory(row)));
    }

    /** Processing time; the first that is seen is when this run of the operator began. */
    private long now(Context context) {
        long now = context.timerService().currentProcessingTime();
        startedAtMillis = startedAtMillis < 0 ? now : startedAtMillis;
        return now;
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
