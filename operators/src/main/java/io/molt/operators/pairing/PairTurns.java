package io.molt.operators.pairing;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns in, turns with their next states out.
 *
 * <pre>
 * key     the record's key: agent and session
 * state   session: one {@link Session}; bodies: by hash, those of the segment since the last keyframe and of turns that are
 *         still open; partial-bodies: at most 8; all cleared when the session has been quiet for {@code keep}
 * timer   processing time, one per session: lost replies, silence, the end of keeping
 * out     {@link PairedTurn}
 * side    {@link #REJECTED}: records that are unreadable, or whose bodies or request are missing
 * </pre>
 */
public final class PairTurns extends KeyedProcessFunction<String, KafkaRecord, PairedTurn> implements Bodies {

    /** Records that could not be used. */
    public static final OutputTag<Rejected> REJECTED =
            new OutputTag<>("rejected-turns", TypeInformation.of(Rejected.class));

    private static final int MAX_PARTIAL_BODIES = 8;

    private final PairingSettings settings;
    private transient Pairing pairing;
    private transient ValueState<Session> session;
    private transient MapState<String, MessageBody> bodies;
    private transient MapState<String, PartialBody> partial;
    private transient long startedAtMillis;

    public PairTurns(PairingSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        pairing = new Pairing(settings);
        session = getRuntimeContext().getState(new ValueStateDescriptor<>("session", Session.class));
        bodies = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("bodies", Types.STRING, TypeInformation.of(MessageBody.class)));
        partial = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "partial-bodies", Types.STRING, TypeInformation.of(PartialBody.class)));
        startedAtMillis = -1;
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<PairedTurn> out) throws Exception {
        TurnEvent event;
        try {
            event = Codecs.TURNS.decode(record.value());
        } catch (UnreadableRecord e) {
            context.output(REJECTED, record.rejected("UNREADABLE", e.getMessage()));
            return;
        }
        long now = context.timerService().currentProcessingTime();
        startedAtMillis = startedAtMillis < 0 ? now : startedAtMillis;
        if (event instanceof TurnRequested request) {
            boolean opensSegment =
                    request.keyframe() && !before().knows(request.turn().turnId());
            request.bodies().forEach(this::put);
            finish(pairing.requested(before(), request, this, now), context, out, record);
            if (opensSegment) {
                dropUnneeded(before().neededBodies());
            }
        } else if (event instanceof TurnAnswered answered) {
            finish(pairing.answered(before(), answered, this, now), context, out, record);
        } else if (event instanceof MessageChunk chunk) {
            keep(chunk);
            wake(before().seenAt(now), context);
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
        Pairing.Step step = pairing.waited(before, this, now, startedAtMillis);
        step.paired().forEach(out::collect);
        if (!step.session().isOpen()
                && now >= before.lastSeenMillis() + settings.keep().toMillis()) {
            session.clear();
            bodies.clear();
            partial.clear();
        } else {
            wake(step.session().wakingAt(0), context);
        }
    }

    private Session before() throws Exception {
        Session before = session.value();
        return before == null ? Session.EMPTY : before;
    }

    private void finish(Pairing.Step step, Context context, Collector<PairedTurn> out, KafkaRecord record)
            throws Exception {
        step.problem().ifPresent(detail -> context.output(REJECTED, record.rejected("INCOMPLETE", detail)));
        step.paired().forEach(out::collect);
        if (!step.session().turns().isEmpty()) {
            wake(step.session(), context);
        }
    }

    private void wake(Session after, Context context) throws Exception {
        long due = after.dueAtMillis(settings, startedAtMillis);
        boolean sleeps = after.wakeAtMillis() == 0 || due < after.wakeAtMillis();
        if (sleeps) {
            context.timerService().registerProcessingTimeTimer(due);
        }
        session.update(sleeps ? after.wakingAt(due) : after);
    }

    private void keep(MessageChunk chunk) throws Exception {
        if (!PartialBody.fits(chunk) || bodies.contains(chunk.bodyHash())) {
            return;
        }
        PartialBody known = partial.get(chunk.bodyHash());
        PartialBody more = (known == null ? PartialBody.empty(chunk) : known).with(chunk);
        if (more.whole().isPresent()) {
            put(more.whole().get());
            partial.remove(chunk.bodyHash());
            return;
        }
        List<String> hashes = new ArrayList<>();
        partial.keys().forEach(hashes::add);
        if (known == null && hashes.size() >= MAX_PARTIAL_BODIES) {
            partial.clear();
        }
        partial.put(chunk.bodyHash(), more);
    }

    private void dropUnneeded(Set<String> needed) throws Exception {
        List<String> unneeded = new ArrayList<>();
        bodies.keys().forEach(hash -> {
            if (!needed.contains(hash)) {
                unneeded.add(hash);
            }
        });
        for (String hash : unneeded) {
            bodies.remove(hash);
        }
    }

    @Override
    public Optional<MessageBody> find(String bodyHash) {
        try {
            return Optional.ofNullable(bodies.get(bodyHash));
        } catch (Exception e) {
            throw new IllegalStateException("keyed state cannot be read", e);
        }
    }

    @Override
    public void put(MessageBody body) {
        try {
            bodies.put(body.bodyHash(), body);
        } catch (Exception e) {
            throw new IllegalStateException("keyed state cannot be written", e);
        }
    }
}
