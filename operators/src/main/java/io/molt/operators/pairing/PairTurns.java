package io.molt.operators.pairing;

import io.molt.operators.wire.BrokenState;
import io.molt.operators.wire.Bug;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns in, turns with their next states out.
 *
 * <pre>
 * key     the record's key: agent and session
 * state   session: one {@link Session}, under 4 kB; open-turns: {@link OpenTurn}s by the hash of their ids; bodies: by hash,
 *         those of the newest two segments and of open turns; partial-bodies: at most 8; all cleared when the session has
 *         been quiet for {@code keep}
 * timer   processing time, one per session: lost records, silence, the end of keeping
 * out     {@link PairedTurn}
 * side    {@link #REJECTED}: records that are unreadable, uncover a bug, or whose request never came; {@link #OUTCOMES}:
 *         outcomes, as they are
 * </pre>
 */
public final class PairTurns extends KeyedProcessFunction<String, KafkaRecord, PairedTurn> implements SessionStore {

    /** Records that could not be used. */
    public static final OutputTag<Rejected> REJECTED =
            new OutputTag<>("rejected-turns", TypeInformation.of(Rejected.class));

    /** What somebody said about whole sessions. */
    public static final OutputTag<Outcome> OUTCOMES = new OutputTag<>("outcomes", TypeInformation.of(Outcome.class));

    private static final int MAX_PARTIAL_BODIES = 8;

    private final PairingSettings settings;
    private transient Pairing pairing;
    private transient ValueState<Session> session;
    private transient MapState<Long, OpenTurn> openTurns;
    private transient MapState<String, KeptBody> bodies;
    private transient MapState<String, PartialBody> partial;
    private transient Map<String, Counter> counters;
    private transient long startedAtMillis;

    public PairTurns(PairingSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        pairing = new Pairing(settings);
        session = getRuntimeContext().getState(new ValueStateDescriptor<>("session", Session.class));
        openTurns = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("open-turns", Types.LONG, TypeInformation.of(OpenTurn.class)));
        bodies = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("bodies", Types.STRING, TypeInformation.of(KeptBody.class)));
        partial = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "partial-bodies", Types.STRING, TypeInformation.of(PartialBody.class)));
        counters = new HashMap<>();
        // From the start, or an alarm would miss what happens first.
        List.of("turnsIn", "turnsPaired", "rejectedUnreadable", "rejectedIncomplete", "bugs")
                .forEach(name -> count(name, 0));
        startedAtMillis = -1;
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<PairedTurn> out) throws Exception {
        long now = context.timerService().currentProcessingTime();
        startedAtMillis = startedAtMillis < 0 ? now : startedAtMillis;
        TurnEvent event;
        try {
            event = Codecs.TURNS.decode(record.value());
        } catch (UnreadableRecord e) {
            reject(record.rejected("UNREADABLE", e.getMessage()), "rejectedUnreadable", context);
            return;
        }
        count("turnsIn", event instanceof TurnRequested ? 1 : 0);
        if (event instanceof Outcome outcome) {
            context.output(OUTCOMES, outcome);
        } else if (event instanceof MessageChunk chunk) {
            Optional<MessageBody> whole = keep(chunk);
            Session before = before();
            Optional<Pairing.Step> step = whole.isEmpty()
                    ? Optional.empty()
                    : think(() -> pairing.arrived(before, whole.get(), this, now), record, context);
            if (step.isPresent()) {
                partial.remove(chunk.bodyHash());
                act(before, step.get(), context, out);
            }
            wake(step.map(Pairing.Step::session).orElse(before).seenAt(now), context);
        } else {
            Session before = before();
            Optional<Pairing.Step> step = think(() -> paired(before, event, record, now), record, context);
            if (step.isPresent()) {
                act(before, step.get(), context, out);
            }
            if (step.isPresent() && !step.get().session().equals(before)) {
                wake(step.get().session(), context);
            }
        }
    }

    private Pairing.Step paired(Session before, TurnEvent event, KafkaRecord record, long now) {
        return event instanceof TurnAnswered answered
                ? pairing.answered(before, answered, record.origin(), this, now)
                : pairing.requested(before, (TurnRequested) event, record.origin(), this, now);
    }

    /** A bug that a record uncovers takes the record aside; broken state fails the job. */
    private Optional<Pairing.Step> think(Supplier<Pairing.Step> rule, KafkaRecord record, Context context) {
        try {
            return Optional.of(rule.get());
        } catch (BrokenState e) {
            throw e;
        } catch (RuntimeException e) {
            reject(record.rejected(Bug.REASON, Bug.detail("pairing", record.key(), e)), "bugs", context);
            return Optional.empty();
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PairedTurn> out) throws Exception {
        Session before = before();
        if (timestamp != before.wakeAtMillis()) {
            return;
        }
        long now = context.timerService().currentProcessingTime();
        startedAtMillis = startedAtMillis < 0 ? now : startedAtMillis;
        Pairing.Step step;
        try {
            step = pairing.waited(before, this, now, startedAtMillis);
        } catch (BrokenState e) {
            throw e;
        } catch (RuntimeException e) {
            wake(setAside(before, e, context).wakingAt(0), context);
            return;
        }
        boolean kept = now < before.lastSeenMillis() + settings.keep().toMillis();
        if (!kept && !step.session().isOpen()) {
            emit(step, context, out);
            clear();
        } else {
            act(before, step, context, out);
            wake(step.session().wakingAt(0), context);
        }
    }

    /** A bug that waiting uncovers takes what waited aside; the session goes on without it. */
    private Session setAside(Session before, RuntimeException bug, Context context) {
        for (Anchor waiting : before.waiting()) {
            Optional<OpenTurn> held = waiting.isOpen() ? turn(waiting.turn()) : Optional.empty();
            if (held.isPresent()) {
                String detail = Bug.detail("pairing", context.getCurrentKey(), bug);
                reject(held.get().asRecord().rejected(Bug.REASON, detail), "bugs", context);
            }
            remove(waiting.turn());
        }
        return before.withoutWaiting();
    }

    /** The rules have spoken, and nothing was changed yet. */
    private void act(Session before, Pairing.Step step, Context context, Collector<PairedTurn> out) throws Exception {
        step.store().run();
        emit(step, context, out);
        if (step.session().segment() > before.segment()) {
            dropBodiesBefore(step.session().segment() - 1);
        }
    }

    private void emit(Pairing.Step step, Context context, Collector<PairedTurn> out) {
        for (OpenTurn unasked : step.unasked()) {
            Rejected rejected = unasked.asRecord().rejected("INCOMPLETE", "an answer without its request");
            reject(rejected, "rejectedIncomplete", context);
        }
        step.paired().forEach(out::collect);
        count("turnsPaired", step.paired().size());
    }

    private void reject(Rejected rejected, String counter, Context context) {
        count(counter, 1);
        context.output(REJECTED, rejected);
    }

    private void count(String name, int by) {
        counters.computeIfAbsent(name, getRuntimeContext().getMetricGroup()::counter)
                .inc(by);
    }

    private Session before() throws Exception {
        Session before = session.value();
        return before == null ? Session.EMPTY : before;
    }

    private void wake(Session after, Context context) throws Exception {
        long due = after.dueAtMillis(settings, startedAtMillis);
        boolean sleeps = after.wakeAtMillis() == 0 || due < after.wakeAtMillis();
        if (sleeps) {
            context.timerService().registerProcessingTimeTimer(due);
        }
        session.update(sleeps ? after.wakingAt(due) : after);
    }

    private void clear() {
        session.clear();
        openTurns.clear();
        bodies.clear();
        partial.clear();
    }

    /** The body, if this was its last piece; until it has arrived, the pieces before stay. */
    private Optional<MessageBody> keep(MessageChunk chunk) throws Exception {
        if (!PartialBody.fits(chunk) || hasBody(chunk.bodyHash())) {
            return Optional.empty();
        }
        PartialBody known = partial.get(chunk.bodyHash());
        PartialBody more = (known == null ? PartialBody.empty(chunk) : known).with(chunk);
        Optional<MessageBody> whole = more.whole();
        if (whole.isPresent()) {
            return whole;
        }
        List<String> hashes = new ArrayList<>();
        partial.keys().forEach(hashes::add);
        if (known == null && hashes.size() >= MAX_PARTIAL_BODIES) {
            partial.clear();
        }
        partial.put(chunk.bodyHash(), more);
        return whole;
    }

    /** Drops bodies of older segments that no open turn needs. */
    private void dropBodiesBefore(long segment) throws Exception {
        Set<String> needed = new HashSet<>();
        for (OpenTurn open : openTurns.values()) {
            needed.addAll(open.bodyHashes());
        }
        List<String> unneeded = new ArrayList<>();
        for (Map.Entry<String, KeptBody> kept : bodies.entries()) {
            if (kept.getValue().segment() < segment && !needed.contains(kept.getKey())) {
                unneeded.add(kept.getKey());
            }
        }
        for (String hash : unneeded) {
            bodies.remove(hash);
        }
    }

    @Override
    public Optional<MessageBody> body(String bodyHash) {
        return state(() -> Optional.ofNullable(bodies.get(bodyHash)).map(kept -> kept.whole(bodyHash)));
    }

    @Override
    public boolean hasBody(String bodyHash) {
        return state(() -> bodies.contains(bodyHash));
    }

    @Override
    public void put(String bodyHash, KeptBody body) {
        state(() -> {
            bodies.put(bodyHash, body);
            return body;
        });
    }

    @Override
    public Optional<OpenTurn> turn(long turn) {
        return state(() -> Optional.ofNullable(openTurns.get(turn)));
    }

    @Override
    public void put(long turn, OpenTurn open) {
        state(() -> {
            openTurns.put(turn, open);
            return open;
        });
    }

    @Override
    public void remove(long turn) {
        state(() -> {
            openTurns.remove(turn);
            return turn;
        });
    }

    private static <T> T state(Callable<T> access) {
        try {
            return access.call();
        } catch (Exception e) {
            throw new BrokenState(e);
        }
    }
}
