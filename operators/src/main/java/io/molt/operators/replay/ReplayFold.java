package io.molt.operators.replay;

import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.Learned;
import io.molt.operators.learn.Pending;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * A whole log in, the batches of a window out. Up to the window the log is folded with the settings that the job had, which
 * costs little and gives the very state that the window began with; that it does is checked against the manifest.
 *
 * <pre>
 * key     agentId
 * state   fold: one {@link FoldState} per agent
 * timer   none
 * out     {@link TrainingItem}: training batches
 * side    {@link #EVOLUTIONS}: failures that are to become skills; {@link #SEEN}: the window's turns as they were folded;
 *         accumulators {@code entries} and {@code batches}
 * </pre>
 *
 * <p>For BATCH: entries come in agentSeq order, and one agent after the other.
 */
public final class ReplayFold extends KeyedProcessFunction<String, KafkaRecord, TrainingItem> {

    public static final OutputTag<EvolutionRequest> EVOLUTIONS =
            new OutputTag<>("evolutions", TypeInformation.of(EvolutionRequest.class));

    public static final OutputTag<KafkaRecord> SEEN = new OutputTag<>("seen", TypeInformation.of(KafkaRecord.class));

    private final AdapterStore.Location published;
    private final ReplayScope scope;
    private final ReplaySettings settings;
    private final LongCounter entries = new LongCounter();
    private final LongCounter batches = new LongCounter();
    private transient ValueState<FoldState> state;
    private transient ReplayWindows windows;

    /**
     * A fold of a window.
     *
     * @param published the live store; it is only read
     */
    public ReplayFold(AdapterStore.Location published, ReplayScope scope, ReplaySettings settings) {
        this.published = published;
        this.scope = scope;
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("fold", FoldState.class));
        windows = new ReplayWindows(published.open(), scope);
        getRuntimeContext().addAccumulator("entries", entries);
        getRuntimeContext().addAccumulator("batches", batches);
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<TrainingItem> out) throws Exception {
        LogEntry entry = decode(record);
        ReplayWindow window = windows.of(record.key());
        long seq = entry.position().agentSeq();
        if (seq > window.lastSeq() || entry.position().sequencedAtMillis() > scope.toMillis()) {
            return;
        }
        FoldState before = state.value() == null ? FoldState.EMPTY : state.value();
        Learned learned = learn(before, entry, window);
        state.update(learned.next());
        entries.add(1);
        if (seq > window.headSeq()) {
            learned.batches().stream()
                    .filter(batch -> seq <= window.changedSeq() && batch.forgotten())
                    .forEach(ReplayFold::refuse);
            learned.batches().forEach(batch -> out.collect(item(batch)));
            batches.add(learned.batches().size());
        }
        if (seq > window.changedSeq()) {
            learned.evolutions().forEach(evolution -> context.output(EVOLUTIONS, evolution));
            if (entry instanceof ScoredTurn) {
                context.output(SEEN, record);
            }
        }
    }

    private Learned learn(FoldState before, LogEntry entry, ReplayWindow window) {
        if (entry.position().agentSeq() > window.changedSeq()) {
            return Fold.learn(settings.freed(before), settings.freed(scope.within(entry)), settings.changed());
        }
        Learned learned = Fold.learn(before, scope.applied(entry), settings.recorded());
        if (entry.position().agentSeq() == window.changedSeq()) {
            window.changedAt().ifPresent(version -> requireSame(learned, version));
            return withoutForgotten(learned);
        }
        return learned;
    }

    /** What waits at the window's beginning and was forgotten since can teach nothing in it. */
    private static Learned withoutForgotten(Learned learned) {
        FoldState next = learned.next();
        List<Pending> left = next.pending().stream()
                .filter(waiting -> !waiting.example().forgotten())
                .toList();
        return new Learned(
                new FoldState(
                        next.lastSeq(),
                        next.lastAtMillis(),
                        next.overrides(),
                        left,
                        next.batches(),
                        next.skills(),
                        next.kept()),
                learned.batches(),
                learned.evolutions(),
                learned.unused(),
                learned.ignored());
    }

    private static void refuse(TrainingBatch batch) {
        throw new IllegalStateException("the window stands on " + batch.agentId() + "@v" + batch.batch()
                + ", whose weights were not kept and which cannot be made again, since turns that taught it were forgotten;"
                + " replay from before it, or from other weights (base)");
    }

    /** The recorded settings are those that the job has now; if it had others then, the window would begin with another state. */
    private void requireSame(Learned learned, AdapterVersion version) {
        FoldPoint then = version.lineage().foldPoint();
        List<String> pending = new ArrayList<>(then.pendingTurnIds());
        pending.removeAll(scope.without());
        List<String> now = learned.next().pending().stream()
                .map(waiting -> waiting.example().turnId())
                .toList();
        if (learned.next().batches().formed() != version.version() || !now.equals(pending)) {
            throw new IllegalStateException(
                    "the log up to " + version.policy()
                            + " does not lead to it with the job's present settings: give those that it had then with --recorded");
        }
    }

    private static TrainingItem item(TrainingBatch batch) {
        return new TrainingItem(batch.agentId(), batch.batch(), TrainingItem.Stage.BATCH, Codecs.BATCHES.encode(batch));
    }

    static LogEntry decode(KafkaRecord record) throws IOException {
        try {
            return Codecs.SCORED.decode(record.value());
        } catch (UnreadableRecord e) {
            throw new IOException("an entry of the log of " + record.key() + " cannot be read", e);
        }
    }
}
