package io.molt.operators.learn;

import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.LogEntry;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in, batches and evolutions out.
 *
 * <pre>
 * key     agentId
 * state   fold: one {@link FoldState} per agent, kept for ever: batches are numbered without gaps
 * timer   none: log time is in the entries
 * out     {@link TrainingItem}: training batches
 * side    {@link #EVOLUTIONS}: {@link EvolutionRequest}; counters {@code batchesFormed}, {@code turnsUnused} and
 *         {@code commandsIgnored} by reason; gauges {@code pending} (turns that wait, over all agents seen since the
 *         start), {@code batchWaitMillis} (log time from the first turn of the newest batch to the batch), {@code lag}
 *         (steps between the newest turn's version and the agent's newest)
 * </pre>
 *
 * <p>An unreadable entry of the log fails the job: the log is written by ScoreJob alone, and learning on without the
 * entry would not be the fold of the log.
 */
public final class FoldLog extends KeyedProcessFunction<String, KafkaRecord, TrainingItem> {

    /** Failures that are to become skills. */
    public static final OutputTag<EvolutionRequest> EVOLUTIONS =
            new OutputTag<>("evolutions", TypeInformation.of(EvolutionRequest.class));

    private static final Logger LOG = LoggerFactory.getLogger(FoldLog.class);

    private final LearnSettings settings;
    private transient ValueState<FoldState> state;
    private transient FoldProgress progress;
    private transient Counter formed;
    private transient Map<String, Counter> byReason;

    public FoldLog(LearnSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("fold", FoldState.class));
        byReason = new HashMap<>();
        progress = new FoldProgress();
        MetricGroup group = getRuntimeContext().getMetricGroup();
        formed = group.counter("batchesFormed");
        group.gauge("pending", (Gauge<Integer>) progress::pending);
        group.gauge("batchWaitMillis", (Gauge<Long>) progress::batchWaitMillis);
        group.gauge("lag", (Gauge<Long>) progress::lag);
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<TrainingItem> out) throws Exception {
        LogEntry entry;
        try {
            entry = Codecs.SCORED.decode(record.value());
        } catch (UnreadableRecord e) {
            throw new IllegalStateException(
                    "the log is broken at partition " + record.partition() + " offset " + record.offset(), e);
        }
        FoldState stored = state.value();
        FoldState before = stored == null ? FoldState.EMPTY : stored;
        Learned learned = Fold.learn(before, entry, settings);
        state.update(learned.next());
        learned.batches()
                .forEach(batch -> out.collect(new TrainingItem(
                        batch.agentId(), batch.batch(), TrainingItem.Stage.BATCH, Codecs.BATCHES.encode(batch))));
        learned.evolutions().forEach(evolution -> context.output(EVOLUTIONS, evolution));
        show(before, entry, learned);
    }

    private void show(FoldState before, LogEntry entry, Learned learned) {
        progress.folded(before, entry, learned);
        formed.inc(learned.batches().size());
        learned.unused().forEach(turn -> count("turnsUnused", turn.reason()));
        learned.ignored().forEach(command -> {
            count("commandsIgnored", command.reason());
            LOG.warn(
                    "command ignored agentId={} commandId={} reason={}",
                    entry.position().agentId(),
                    command.commandId(),
                    command.reason());
        });
    }

    private void count(String name, String reason) {
        byReason.computeIfAbsent(name + reason, key -> getRuntimeContext()
                        .getMetricGroup()
                        .addGroup("reason", reason)
                        .counter(name))
                .inc();
    }
}
