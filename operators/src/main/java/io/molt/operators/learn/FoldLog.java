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
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The log in, batches and evolutions out.
 *
 * <pre>
 * key     agentId
 * state   fold: one {@link FoldState} per agent, kept for ever: batches are numbered without gaps
 * timer   none: log time is in the entries
 * out     {@link TrainingItem}: training batches
 * side    {@link #EVOLUTIONS}: {@link EvolutionRequest}; counters per reason of turns that will not train
 * </pre>
 *
 * <p>An unreadable entry of the log fails the job: the log is written by ScoreJob alone, and learning on without the
 * entry would not be the fold of the log.
 */
public final class FoldLog extends KeyedProcessFunction<String, KafkaRecord, TrainingItem> {

    /** Failures that are to become skills. */
    public static final OutputTag<EvolutionRequest> EVOLUTIONS =
            new OutputTag<>("evolutions", TypeInformation.of(EvolutionRequest.class));

    private final LearnSettings settings;
    private transient ValueState<FoldState> state;
    private transient Map<String, Counter> unused;

    public FoldLog(LearnSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("fold", FoldState.class));
        unused = new HashMap<>();
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
        FoldState before = state.value();
        Learned learned = Fold.learn(before == null ? FoldState.EMPTY : before, entry, settings);
        state.update(learned.next());
        learned.batches()
                .forEach(batch -> out.collect(new TrainingItem(
                        batch.agentId(), batch.batch(), TrainingItem.Stage.BATCH, Codecs.BATCHES.encode(batch))));
        learned.evolutions().forEach(evolution -> context.output(EVOLUTIONS, evolution));
        learned.unused().forEach(turn -> counter(turn.reason()).inc());
    }

    private Counter counter(String reason) {
        return unused.computeIfAbsent(reason, name -> getRuntimeContext()
                .getMetricGroup()
                .addGroup("reason", name)
                .counter("turnsUnused"));
    }
}
