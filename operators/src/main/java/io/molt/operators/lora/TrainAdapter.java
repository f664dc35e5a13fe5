package io.molt.operators.lora;

import io.molt.operators.wire.TrainingItem;
import io.molt.policy.device.DevicePool;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Batches in, manifests out. A step runs on the trainer's own thread, so that checkpoints go through while it does.
 *
 * <pre>
 * key     agentId
 * state   head: one {@link TrainingHead} per agent, kept for ever; recent: the heads after the newest 64 versions, for
 *         rollbacks to one that is not in the store yet; queue: batches that are not trained yet, by number
 * timer   processing time, every 200 ms while there is a queue: submits, collects, and after a restore submits again;
 *         event time, at the end of time while there is a queue: refuses to end with batches untrained
 * out     {@link TrainingItem} with a manifest for every batch, in order
 * side    none; counters {@code steps} (accepted), {@code stepsSkipped} and {@code stepsRefused} by reason; gauges of the
 *         last step {@code loss}, {@code klBase}, {@code gradNorm}, {@code stepSeconds}, and {@code queued}
 * </pre>
 */
public final class TrainAdapter extends KeyedProcessFunction<String, TrainingItem, TrainingItem> {

    private static final long LOOK_EVERY_MILLIS = 200;
    private static final long END_OF_TIME = Long.MAX_VALUE;
    private static final long RECENT = 64;

    private final TrainerFactory trainers;
    private final AdapterStore.Location location;
    private final Announcer.Factory announcers;
    private final boolean inline;
    private final Beginning beginning;
    private transient Optional<Announcer> fork;
    private transient TrainingStep training;
    private transient TrainProgress progress;
    private transient Map<String, Counter> counters;
    private transient ValueState<TrainingHead> head;
    private transient MapState<Long, TrainingHead> recent;
    private transient MapState<Long, byte[]> queue;
    private transient Map<String, CompletableFuture<Made>> running;

    /** What an agent's first step starts from; travels with the job. */
    public interface Beginning extends Serializable {

        /** With the policy as it came. */
        Beginning OF_THE_LOG = agentId -> TrainingHead.START;

        TrainingHead of(String agentId) throws IOException;
    }

    private record Made(AdapterVersion version, double seconds) {}

    /**
     * A training operator.
     *
     * @param location of the adapter store
     * @param announcers asked only if the location says fork
     * @param inline true in BATCH, where there is no checkpoint to let through: the step runs where it is asked for
     * @param beginning of every agent that is not known yet
     */
    public TrainAdapter(
            TrainerFactory trainers,
            AdapterStore.Location location,
            Announcer.Factory announcers,
            boolean inline,
            Beginning beginning) {
        this.trainers = trainers;
        this.location = location;
        this.announcers = announcers;
        this.inline = inline;
        this.beginning = beginning;
    }

    @Override
    public void open(OpenContext context) {
        trainers.check();
        fork = location.fork() ? Optional.of(announcers.create()) : Optional.empty();
        training = new TrainingStep(location.open(), fork);
        counters = new HashMap<>();
        progress = new TrainProgress();
        show(getRuntimeContext().getMetricGroup());
        head = getRuntimeContext().getState(new ValueStateDescriptor<>("head", TrainingHead.class));
        recent = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("recent", Types.LONG, TypeInformation.of(TrainingHead.class)));
        queue = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "queue", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        running = new HashMap<>();
    }

    @Override
    public void processElement(TrainingItem item, Context context, Collector<TrainingItem> out) throws Exception {
        if (head.value() == null) {
            head.update(beginning.of(item.agentId()));
        }
        if (item.version() <= before().version()) {
            return;
        }
        queue.put(item.version(), item.bytes());
        if (inline) {
            CompletableFuture<Made> step = submit(item.agentId());
            running.put(item.agentId(), step);
            collect(step);
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
        CompletableFuture<Made> step = running.get(agentId);
        if (step != null && step.isDone()) {
            running.remove(agentId);
            Made made = collect(step);
            AdapterVersion version = made.version();
            head.update(before().after(version));
            recent.put(version.version(), TrainingHead.of(version));
            recent.remove(version.version() - RECENT);
            queue.remove(version.version());
            progress.made(version, made.seconds());
            count(version.report());
            out.collect(new TrainingItem(
                    agentId, version.version(), TrainingItem.Stage.MANIFEST, Codecs.ADAPTERS.encode(version)));
        }
        progress.queued(agentId, queued());
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

    private void show(MetricGroup group) {
        group.gauge("loss", (Gauge<Double>) () -> progress.last("loss"));
        group.gauge("klBase", (Gauge<Double>) () -> progress.last("kl_base"));
        group.gauge("gradNorm", (Gauge<Double>) () -> progress.last("grad_norm"));
        group.gauge("stepSeconds", (Gauge<Double>) progress::stepSeconds);
        group.gauge("queued", (Gauge<Integer>) progress::queued);
        counters.put("ACCEPTED", group.counter("steps"));
        // From the start, or an alarm would miss what happens first.
        List.of("BUG", "NAN", TrainingStep.ROLLBACK_GONE).forEach(reason -> counter("stepsSkipped", reason));
        counter("stepsRefused", "QUALITY");
    }

    private void count(StepReport report) {
        String name = report.status() == VersionStatus.REFUSED ? "stepsRefused" : "stepsSkipped";
        boolean accepted = report.status() == VersionStatus.ACCEPTED;
        (accepted ? counters.get("ACCEPTED") : counter(name, report.reason())).inc();
    }

    private Counter counter(String name, String reason) {
        return counters.computeIfAbsent(name + reason, absent -> getRuntimeContext()
                .getMetricGroup()
                .addGroup("reason", reason)
                .counter(name));
    }

    private int queued() throws Exception {
        int batches = 0;
        for (Long unused : queue.keys()) {
            batches++;
        }
        return batches;
    }

    /** A store of another log stays one: no restart of the job would help. */
    private static Made collect(CompletableFuture<Made> step) {
        try {
            return step.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreOfAnotherLog refused ? new SuppressRestartsException(refused) : e;
        }
    }

    private CompletableFuture<Made> submit(String agentId) throws Exception {
        TrainingHead before = before();
        byte[] bytes = queue.get(before.version() + 1);
        if (bytes == null) {
            throw new IllegalStateException("batch " + (before.version() + 1) + " of " + agentId + " is missing");
        }
        TrainingBatch batch = decode(bytes);
        Optional<TrainingHead> target =
                Optional.ofNullable(recent.get(batch.rollback().version()));
        return DevicePool.PROCESS.submit(agentId, trainers.name(), trainers::create, backend -> {
            long started = System.nanoTime();
            AdapterVersion version = training.make(batch, before, target, backend.gated(trainers.maxDrop()));
            return new Made(version, (System.nanoTime() - started) / 1e9);
        });
    }

    /** Never waits for a native step: what has not begun is dropped, and the result of what has is not collected. */
    @Override
    public void close() {
        if (running != null) {
            running.values().forEach(step -> step.cancel(false));
        }
        if (fork != null) {
            fork.ifPresent(Announcer::close);
        }
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
