package io.molt.operators.sequence;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.wire.Bug;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judged turns and control in, the agents' logs out.
 *
 * <pre>
 * key     agentId; control is broadcast
 * state   log-head: one {@link LogHead} per agent, kept for ever; commands (broadcast): the newest per agent and kind
 * timer   processing time, one per agent: the next tick, or a look every ten ticks once ticks have ended, since a command
 *         cannot set a timer
 * out     {@link Encoded} log entries, key agentId
 * side    {@link #REJECTED}: control records that are unreadable, and records that uncover a bug
 * </pre>
 *
 * <p>A command that is no standing setting (FORGET, ROLLBACK, PIN, TRAIN_NOW) enters the logs that exist: for an agent without a
 * log there is nothing yet that it could concern.
 */
public final class SequenceLog extends KeyedBroadcastProcessFunction<String, JudgedTurn, KafkaRecord, Encoded> {

    /** Control records that could not be used. */
    public static final OutputTag<Rejected> REJECTED =
            new OutputTag<>("rejected-control", TypeInformation.of(Rejected.class));

    /** The newest command per agent and kind. */
    public static final MapStateDescriptor<String, ControlRecord> COMMANDS =
            new MapStateDescriptor<>("commands", Types.STRING, TypeInformation.of(ControlRecord.class));

    private static final int LOOK_EVERY_TICKS = 10;
    private static final ValueStateDescriptor<LogHead> HEAD = new ValueStateDescriptor<>("log-head", LogHead.class);

    private final long tickEveryMillis;
    private final BatchRule batches;
    private transient ValueState<LogHead> head;
    private transient Map<String, Counter> counters;
    private transient long scored;
    private transient double rewardSum;
    private transient long startedAtMillis;

    /**
     * A sequencer.
     *
     * @param tickEvery time between two ticks
     * @param batches how long the fold may wait for a tick, as long as no command of the log says otherwise
     */
    public SequenceLog(Duration tickEvery, BatchRule batches) {
        this.tickEveryMillis = tickEvery.toMillis();
        this.batches = batches;
    }

    @Override
    public void open(OpenContext context) {
        head = getRuntimeContext().getState(HEAD);
        counters = new HashMap<>();
        startedAtMillis = -1;
        // From the start, or an alarm would miss what happens first.
        List.of("bugs", "rejectedUnreadable").forEach(this::counter);
        getRuntimeContext().getMetricGroup().gauge("rewardMean", () -> scored == 0 ? 0 : rewardSum / scored);
    }

    @Override
    public void processElement(JudgedTurn judged, ReadOnlyContext context, Collector<Encoded> out) throws Exception {
        long now = now(context);
        LogHead before = head.value();
        List<ControlRecord> commands = before == null ? commands(context) : List.of();
        List<LogEntry> entries = new ArrayList<>();
        List<Encoded> encoded = new ArrayList<>();
        LogHead at = before == null ? LogHead.START : before;
        try {
            String agentId = judged.agentId();
            for (ControlRecord command : StandingCommands.opening(commands, agentId)) {
                at = at.command(command, now);
                entries.add(new ControlEntry(at.position(agentId), command));
            }
            at = at.turn(now);
            entries.add(judged.at(at.position(agentId)));
            entries.forEach(entry -> encoded.add(encode(entry)));
        } catch (RuntimeException e) {
            String turnId = judged.paired().turn().turnId();
            count("bugs");
            context.output(REJECTED, Bug.rejected(Bug.detail("sequencing", turnId, e), turnId));
            return;
        }
        encoded.forEach(out::collect);
        entries.forEach(this::count);
        if (at.tickAtMillis() == 0 || at.looks()) {
            at = at.tickingAt(now + tickEveryMillis);
            context.timerService().registerProcessingTimeTimer(at.tickAtMillis());
        }
        head.update(at);
    }

    /** Processing time; the first that is seen is when this run of the operator began. */
    private long now(ReadOnlyContext context) {
        long now = context.timerService().currentProcessingTime();
        startedAtMillis = startedAtMillis < 0 ? now : startedAtMillis;
        return now;
    }

    private static List<ControlRecord> commands(ReadOnlyContext context) throws Exception {
        List<ControlRecord> commands = new ArrayList<>();
        for (Map.Entry<String, ControlRecord> command :
                context.getBroadcastState(COMMANDS).immutableEntries()) {
            commands.add(command.getValue());
        }
        return commands;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Encoded> out) throws Exception {
        LogHead at = head.value();
        if (timestamp != at.tickAtMillis()) {
            return;
        }
        long now = Math.max(timestamp, now(context));
        boolean ticks = !at.looks() || at.hasNews();
        if (ticks) {
            at = at.tick(now);
            Tick tick = new Tick(at.position(context.getCurrentKey()));
            out.collect(encode(tick));
            count(tick);
        }
        boolean goesOn = ticks && quiet(at, now).compareTo(tickFor(at)) < 0;
        at = goesOn ? at.tickingAt(now + tickEveryMillis) : at.lookingAt(now + LOOK_EVERY_TICKS * tickEveryMillis);
        context.timerService().registerProcessingTimeTimer(at.tickAtMillis());
        head.update(at);
    }

    /** Since the newest turn or command; time in which nothing ran does not count. */
    private Duration quiet(LogHead at, long nowMillis) {
        return Duration.ofMillis(nowMillis - Math.max(at.lastEntryAtMillis(), startedAtMillis));
    }

    /** As long as a tick may make a batch due. */
    private Duration tickFor(LogHead at) {
        return batches.with(at.overrides()).patience().plusMillis(2 * tickEveryMillis);
    }

    @Override
    public void processBroadcastElement(KafkaRecord record, Context context, Collector<Encoded> out) throws Exception {
        ControlRecord command;
        try {
            command = Codecs.CONTROL.decode(record.value());
            encode(new ControlEntry(LogHead.START.command(command, 0).position(command.agentId()), command));
        } catch (UnreadableRecord e) {
            reject(record.rejected("UNREADABLE", e.getMessage()), "rejectedUnreadable", context);
            return;
        } catch (RuntimeException e) {
            reject(record.rejected(Bug.REASON, Bug.detail("sequencing", "a command", e)), "bugs", context);
            return;
        }
        BroadcastState<String, ControlRecord> commands = context.getBroadcastState(COMMANDS);
        String name = StandingCommands.name(command);
        ControlRecord known = commands.get(name);
        if (known != null && known.commandId().equals(command.commandId())) {
            return;
        }
        commands.put(name, command);
        if (command.kind() == ControlKind.FORGET) {
            drop(commands);
        }
        long now = context.currentProcessingTime();
        context.applyToKeyedState(HEAD, (agentId, state) -> {
            if (StandingCommands.concerns(command, agentId)) {
                LogHead at = state.value().command(command, now);
                ControlEntry entry = new ControlEntry(at.position(agentId), command);
                out.collect(encode(entry));
                count(entry);
                state.update(at);
            }
        });
    }

    private static void drop(BroadcastState<String, ControlRecord> commands) throws Exception {
        List<ControlRecord> all = new ArrayList<>();
        commands.immutableEntries().forEach(command -> all.add(command.getValue()));
        for (String surplus : StandingCommands.surplus(all)) {
            commands.remove(surplus);
        }
    }

    /** Every subtask is told every command; one speaks for all. */
    private void reject(Rejected rejected, String counter, Context context) {
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            count(counter);
            context.output(REJECTED, rejected);
        }
    }

    private void count(LogEntry entry) {
        if (entry instanceof ScoredTurn turn) {
            count("entriesTurns");
            if (turn.judgement().scored()) {
                scored++;
                rewardSum += turn.judgement().reward();
            }
        } else {
            count(entry instanceof Tick ? "entriesTicks" : "entriesCommands");
        }
    }

    private void count(String name) {
        counter(name).inc();
    }

    private Counter counter(String name) {
        return counters.computeIfAbsent(name, getRuntimeContext().getMetricGroup()::counter);
    }

    private static Encoded encode(LogEntry entry) {
        return new Encoded(entry.position().agentId(), Codecs.SCORED.encode(entry));
    }
}
