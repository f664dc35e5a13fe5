package io.molt.operators.sequence;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judged turns and control in, the agents' logs out.
 *
 * <pre>
 * key     agentId; control is broadcast
 * state   log-head: one {@link LogHead} per agent, kept for ever; commands (broadcast): the newest per agent and kind
 * timer   processing time, one per agent while it ticks
 * out     {@link Encoded} log entries, key agentId
 * side    {@link #REJECTED}: control records that are unreadable
 * </pre>
 */
public final class SequenceLog extends KeyedBroadcastProcessFunction<String, JudgedTurn, KafkaRecord, Encoded> {

    /** Control records that could not be used. */
    public static final OutputTag<Rejected> REJECTED =
            new OutputTag<>("rejected-control", TypeInformation.of(Rejected.class));

    /** The newest command per agent and kind. */
    public static final MapStateDescriptor<String, ControlRecord> COMMANDS =
            new MapStateDescriptor<>("commands", Types.STRING, TypeInformation.of(ControlRecord.class));

    private static final ValueStateDescriptor<LogHead> HEAD = new ValueStateDescriptor<>("log-head", LogHead.class);

    private final long tickEveryMillis;
    private final long tickForMillis;
    private transient ValueState<LogHead> head;

    /**
     * A sequencer.
     *
     * @param tickEvery time between two ticks
     * @param tickFor how long ticks go on after an agent's last turn
     */
    public SequenceLog(Duration tickEvery, Duration tickFor) {
        this.tickEveryMillis = tickEvery.toMillis();
        this.tickForMillis = tickFor.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        head = getRuntimeContext().getState(HEAD);
    }

    @Override
    public void processElement(JudgedTurn judged, ReadOnlyContext context, Collector<Encoded> out) throws Exception {
        String agentId = judged.agentId();
        long now = context.timerService().currentProcessingTime();
        LogHead at = head.value();
        if (at == null) {
            at = LogHead.START;
            List<ControlRecord> commands = new ArrayList<>();
            for (Map.Entry<String, ControlRecord> command :
                    context.getBroadcastState(COMMANDS).immutableEntries()) {
                commands.add(command.getValue());
            }
            for (ControlRecord command : StandingCommands.opening(commands, agentId)) {
                at = at.entry(now);
                write(new ControlEntry(at.position(agentId), command), out);
            }
        }
        at = at.entry(now);
        ScoredTurn scored = judged.at(at.position(agentId));
        write(scored, out);
        if (at.tickAtMillis() == 0) {
            at = at.tickingAt(now + tickEveryMillis);
            context.timerService().registerProcessingTimeTimer(at.tickAtMillis());
        }
        head.update(at);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Encoded> out) throws Exception {
        String agentId = context.getCurrentKey();
        long now = Math.max(timestamp, context.timerService().currentProcessingTime());
        LogHead at = head.value().tick(now);
        write(new Tick(at.position(agentId)), out);
        boolean goesOn = now - at.lastEntryAtMillis() < tickForMillis;
        if (goesOn) {
            context.timerService().registerProcessingTimeTimer(now + tickEveryMillis);
        }
        head.update(at.tickingAt(goesOn ? now + tickEveryMillis : 0));
    }

    @Override
    public void processBroadcastElement(KafkaRecord record, Context context, Collector<Encoded> out) throws Exception {
        ControlRecord command;
        try {
            command = Codecs.CONTROL.decode(record.value());
        } catch (UnreadableRecord e) {
            context.output(REJECTED, record.rejected("UNREADABLE", e.getMessage()));
            return;
        }
        BroadcastState<String, ControlRecord> commands = context.getBroadcastState(COMMANDS);
        String name = StandingCommands.name(command);
        ControlRecord known = commands.get(name);
        if (known != null && known.commandId().equals(command.commandId())) {
            return;
        }
        commands.put(name, command);
        long now = context.currentProcessingTime();
        context.applyToKeyedState(HEAD, (agentId, state) -> {
            if (StandingCommands.concerns(command, agentId)) {
                LogHead at = state.value().entry(now);
                write(new ControlEntry(at.position(agentId), command), out);
                state.update(at);
            }
        });
    }

    private static void write(LogEntry entry, Collector<Encoded> out) {
        out.collect(new Encoded(entry.position().agentId(), Codecs.SCORED.encode(entry)));
    }
}
