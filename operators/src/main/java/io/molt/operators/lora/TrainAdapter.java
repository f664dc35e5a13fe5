package io.molt.operators.lora;

import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Batches in, manifests out. A step runs on the trainer's own thread, so that checkpoints go through while it does.
 *
 * <pre>
 * key     agentId
 * state   head: one {@link TrainingHead} per agent, kept for ever; queue: batches that are not trained yet, by number
 * timer   processing time, every 200 ms while there is a queue: submits, collects, and after a restore submits again;
 *         event time, at the end of time while there is a queue: refuses to end with batches untrained
 * out     {@link TrainingItem} with a manifest for every batch, in order
 * side    none
 * </pre>
 */
public final class TrainAdapter extends KeyedProcessFunction<String, TrainingItem, TrainingItem> {

    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long END_OF_TIME = Long.MAX_VALUE;

    private final TrainerFactory trainers;
    private final String directory;
    private final boolean inline;
    private transient AdapterStore store;
    private transient ValueState<TrainingHead> head;
    private transient MapState<Long, byte[]> queue;
    private transient Map<String, CompletableFuture<AdapterVersion>> running;

    /**
     * A training operator.
     *
     * @param directory of the adapter store
     * @param inline true in BATCH, where there is no checkpoint to let through: the step runs where it is asked for
     */
    public TrainAdapter(TrainerFactory trainers, String directory, boolean inline) {
        this.trainers = trainers;
        this.directory = directory;
        this.inline = inline;
    }

    @Override
    public void open(OpenContext context) {
        store = new AdapterStore(Path.of(directory));
        head = getRuntimeContext().getState(new ValueStateDescriptor<>("head", TrainingHead.class));
        queue = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "queue", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        running = new HashMap<>();
    }

    @Override
    public void processElement(TrainingItem item, Context context, Collector<TrainingItem> out) throws Exception {
        if (item.version() <= before().version()) {
            return;
        }
        queue.put(item.version(), item.bytes());
        if (inline) {
            CompletableFuture<AdapterVersion> step = submit(item.agentId());
            step.join();
            running.put(item.agentId(), step);
        }
        advance(context, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<TrainingItem> out) throws Exception {
        if (context.timeDomain() == TimeDomain.EVENT_TIME) {
            if (!queue.isEmpty()) {
                throw new IllegalStateException("batches of " + context.getCurrentKey()
                        + " are not trained yet: stop with a savepoint, not with --drain");
            }
            return;
        }
        advance(context, out);
    }

    private void advance(Context context, Collector<TrainingItem> out) throws Exception {
        String agentId = context.getCurrentKey();
        CompletableFuture<AdapterVersion> step = running.get(agentId);
        if (step != null && step.isDone()) {
            running.remove(agentId);
            AdapterVersion made = step.join();
            head.update(before().after(made));
            queue.remove(made.version());
            out.collect(new TrainingItem(
                    agentId, made.version(), TrainingItem.Stage.MANIFEST, Codecs.ADAPTERS.encode(made)));
        }
        if (queue.isEmpty()) {
            context.timerService().deleteEventTimeTimer(END_OF_TIME);
            return;
        }
        if (!running.containsKey(agentId)) {
            running.put(agentId, submit(agentId));
        }
        long now = context.timerService().currentProcessingTime();
        context.timerService().registerEventTimeTimer(END_OF_TIME);
        context.timerService().registerProcessingTimeTimer(now - now % LOOK_EVERY_MILLIS + LOOK_EVERY_MILLIS);
    }

    private CompletableFuture<AdapterVersion> submit(String agentId) throws Exception {
        TrainingHead parent = before();
        byte[] bytes = queue.get(parent.version() + 1);
        if (bytes == null) {
            throw new IllegalStateException("batch " + (parent.version() + 1) + " of " + agentId + " is missing");
        }
        TrainingBatch batch = decode(bytes);
        CompletableFuture<AdapterVersion> step =
                TrainerLease.of(trainers).submit(backend -> TrainingStep.make(batch, parent, backend, store));
        running.put(agentId, step);
        return step;
    }

    private static TrainingBatch decode(byte[] bytes) {
        try {
            return Codecs.BATCHES.decode(bytes);
        } catch (UnreadableRecord e) {
            throw new IllegalStateException("a batch between fold and trainer is broken", e);
        }
    }

    private TrainingHead before() throws Exception {
        TrainingHead before = head.value();
        return before == null ? TrainingHead.START : before;
    }
}
