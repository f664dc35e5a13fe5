package io.molt.operators.outcome;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.wire.Bug;
import io.molt.schemas.Rejected;
import io.molt.schemas.turn.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judged turns and outcomes in, judged turns with their whole reward out.
 *
 * <pre>
 * key     {@link #key}: agent and session
 * state   session-outcome: one {@link SessionOutcome}; held-turns: those that wait; cleared when nothing came for {@code keep}
 * timer   processing time, one per session: the end of the oldest wait, the end of keeping; a wait that ended while nothing
 *         ran begins again, so that outcomes which came meanwhile are read first
 * out     {@link JudgedTurn}
 * side    {@link #REJECTED}: turns and outcomes that uncover a bug, here or in the judge before
 * </pre>
 */
public final class AwaitOutcome extends KeyedCoProcessFunction<String, JudgedTurn, Outcome, JudgedTurn> {

    /** Turns and outcomes that uncover a bug. */
    public static final OutputTag<Rejected> REJECTED =
            new OutputTag<>("rejected-judged", TypeInformation.of(Rejected.class));

    private final long waitMillis;
    private final long keepMillis;
    private transient Outcomes outcomes;
    private transient ValueState<SessionOutcome> session;
    private transient MapState<String, HeldTurn> held;
    private transient Counter bugs;
    private transient Counter outcomesIn;
    private transient long startedAtMillis;

    /**
     * An operator.
     *
     * @param wait how long a judged turn waits for its session's outcome; zero for not at all
     * @param keep how long after its last turn or outcome a session is remembered
     */
    public AwaitOutcome(Duration wait, Duration keep) {
        this.waitMillis = wait.toMillis();
        this.keepMillis = keep.toMillis();
    }

    /** The key of a session. */
    public static String key(String agentId, String sessionId) {
        return agentId.length() + "/" + agentId + "/" + sessionId;
    }

    @Override
    public void open(OpenContext context) {
        outcomes = new Outcomes(waitMillis);
        session = getRuntimeContext().getState(new ValueStateDescriptor<>("session-outcome", SessionOutcome.class));
        held = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("held-turns", Types.STRING, TypeInformation.of(HeldTurn.class)));
        bugs = getRuntimeContext().getMetricGroup().counter("bugs");
        outcomesIn = getRuntimeContext().getMetricGroup().counter("outcomesIn");
        startedAtMillis = -1;
    }

    @Override
    public void processElement1(JudgedTurn judged, Context context, Collector<JudgedTurn> out) throws Exception {
        long now = now(context);
        SessionOutcome before = before();
        String turnId = judged.paired().turn().turnId();
        if (!judged.bug().isEmpty()) {
            context.output(REJECTED, Bug.rejected(judged.bug(), turnId));
        }
        Optional<Outcomes.Step> step = think(() -> outcomes.judged(before, judged, now), turnId, context);
        if (step.isPresent()) {
            act(step.get(), context, out);
        } else {
            out.collect(Outcomes.broken(before, judged));
        }
    }

    @Override
    public void processElement2(Outcome outcome, Context context, Collector<JudgedTurn> out) throws Exception {
        outcomesIn.inc();
        long now = now(context);
        SessionOutcome before = before();
        List<HeldTurn> waiting = heldUntil(Long.MAX_VALUE);
        Optional<Outcomes.Step> step =
                think(() -> outcomes.came(before, outcome, waiting, now), outcome.outcomeId(), context);
        if (step.isPresent()) {
            if (step.get().session().known()) {
                held.clear();
            }
            act(step.get(), context, out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<JudgedTurn> out) throws Exception {
        now(context);
        SessionOutcome before = before();
        if (timestamp != before.alarm().wakeAtMillis()) {
            return;
        }
        List<HeldTurn> due = heldUntil(timestamp);
        for (HeldTurn turn : due) {
            held.remove(turn.name());
        }
        SessionOutcome awake =
                before.with(new SessionOutcome.Alarm(before.alarm().lastSeenMillis(), 0));
        if (due.isEmpty() && held.isEmpty() && timestamp >= before.alarm().lastSeenMillis() + keepMillis) {
            session.clear();
            held.clear();
            return;
        }
        Optional<Outcomes.Step> step = think(() -> outcomes.waited(awake, due), context.getCurrentKey(), context);
        if (step.isEmpty()) {
            due.forEach(turn -> out.collect(Outcomes.broken(awake, turn.judged())));
        }
        act(step.orElse(new Outcomes.Step(awake, List.of(), List.of())), context, out);
    }

    /** Processing time; the first that is seen is when this run of the operator began. */
    private long now(Context context) {
        long now = context.timerService().currentProcessingTime();
        startedAtMillis = startedAtMillis < 0 ? now : startedAtMillis;
        return now;
    }

    private long until(HeldTurn turn) {
        return Math.max(turn.untilMillis(), startedAtMillis + waitMillis);
    }

    private Optional<Outcomes.Step> think(Supplier<Outcomes.Step> rule, String subject, Context context) {
        try {
            return Optional.of(rule.get());
        } catch (RuntimeException e) {
            bugs.inc();
            context.output(REJECTED, Bug.rejected(Bug.detail("outcomes", subject, e), subject));
            return Optional.empty();
        }
    }

    private void act(Outcomes.Step step, Context context, Collector<JudgedTurn> out) throws Exception {
        for (HeldTurn turn : step.held()) {
            held.put(turn.name(), turn);
        }
        step.out().forEach(out::collect);
        SessionOutcome after = step.session();
        long due = after.alarm().lastSeenMillis() + keepMillis;
        for (HeldTurn turn : held.values()) {
            due = Math.min(due, until(turn));
        }
        boolean sleeps =
                after.alarm().wakeAtMillis() == 0 || due < after.alarm().wakeAtMillis();
        if (sleeps) {
            context.timerService().registerProcessingTimeTimer(due);
            after = after.with(new SessionOutcome.Alarm(after.alarm().lastSeenMillis(), due));
        }
        session.update(after);
    }

    private SessionOutcome before() throws Exception {
        SessionOutcome before = session.value();
        return before == null ? SessionOutcome.EMPTY : before;
    }

    private List<HeldTurn> heldUntil(long millis) throws Exception {
        List<HeldTurn> turns = new ArrayList<>();
        for (HeldTurn turn : held.values()) {
            if (until(turn) <= millis) {
                turns.add(turn);
            }
        }
        return turns;
    }
}
