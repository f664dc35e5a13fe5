package io.molt.proxy.turn;

import io.molt.proxy.capture.ArrivedTurn;
import io.molt.proxy.capture.Capture;
import io.molt.proxy.capture.CaptureAck;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.Reply;
import io.molt.proxy.message.Message;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Claim;
import io.molt.proxy.request.Claims;
import io.molt.proxy.request.Headers;
import io.molt.proxy.request.OutcomeRequest;
import io.molt.proxy.request.Prompt;
import io.molt.proxy.request.TurnRequest;
import io.molt.proxy.route.AdapterSwap;
import io.molt.proxy.route.Route;
import io.molt.proxy.route.RouteTable;
import io.molt.proxy.skill.Injection;
import io.molt.proxy.skill.SkillIndex;
import io.molt.proxy.skill.SkillLibrary;
import io.molt.proxy.trace.TracedTurn;
import io.molt.proxy.trace.Traces;
import io.molt.proxy.trace.TurnTrace;
import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import io.molt.proxy.watch.Bypass;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Opens and closes turns: who answers, with which skills, what is recorded. Knows no HTTP. Thread-safe. */
public final class TurnDesk {

    /** What clients ask for to get whatever their agent has learned. */
    public static final String MODEL = "molt";

    /** Longer turns train nobody, so their tokens are not recorded. */
    private static final int MAX_TRAIN_TOKENS = 16 << 10;

    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);

    private final Tools tools;

    /** A desk's tools, in the order of use. */
    public record Tools(
            Upstreams upstreams,
            Conversations conversations,
            RouteTable routes,
            AdapterSwap swap,
            SkillLibrary skills,
            Capture capture,
            CaptureAck ack,
            Bypass bypass,
            ProxyMetrics metrics,
            Traces traces,
            InstantSource clock,
            Supplier<String> turnIds) {}

    public TurnDesk(Tools tools) {
        this.tools = tools;
    }

    /** Completes, on any thread, when another turn can be recorded: before that none should be begun. */
    public CompletableFuture<Void> room() {
        CompletableFuture<Void> room =
                tools.bypass().isOn() ? ROOM : tools.capture().room();
        if (!room.isDone()) {
            tools.metrics().waitsForRecord();
        }
        return room;
    }

    /**
     * A request has arrived. From now on its route and its record wait for {@link #end}.
     *
     * @throws BadRequest if it claims to be from somebody else, or cannot be answered without what it leaves out
     */
    public OpenTurn begin(Dialect dialect, Headers headers, Caller caller, byte[] body) throws BadRequest {
        TurnRequest request = TurnRequest.read(dialect, body);
        Claim claim = Claims.of(headers, request, caller.agentId());
        Upstream upstream = tools.upstreams().of(claim.agentId(), request.model());
        String turnId = tools.turnIds().get();
        Conversations.Found found = tools.conversations().find(request, claim, caller, turnId);
        if (request.previousId().isPresent() && !upstream.speaks(dialect)) {
            throw BadRequest.withoutHistory(request.dialect());
        }
        return open(new TurnRef(claim.agentId(), found.sessionId(), turnId), request, claim, upstream, found);
    }

    private OpenTurn open(
            TurnRef turn, TurnRequest request, Claim claim, Upstream upstream, Conversations.Found found) {
        long now = tools.clock().millis();
        // Judged without what came before, a turn would be judged wrongly.
        TurnKind kind = found.whole() ? claim.kind() : TurnKind.SIDE;
        boolean policy = upstream.isPolicy(request.model());
        boolean bypassed = tools.bypass().isOn();
        Injection injection = bypassed ? Injection.nothing(0) : injection(turn.agentId(), request, kind, upstream);
        Optional<Route> route = policy && upstream.trained() && !bypassed
                ? Optional.of(tools.routes().begin(turn.agentId(), turn.sessionId()))
                : Optional.empty();
        ServedBy servedBy = new ServedBy(
                route.map(Route::policy).orElse(policy ? upstream.model() : request.model()),
                route.isPresent(),
                injection.skills(),
                injection.generation(),
                injection.text());
        tools.metrics().injected(injection.skills().size());
        OpenTurn.Recording recorded = bypassed
                ? OpenTurn.Recording.UNWANTED
                : recording(new ArrivedTurn(turn, now, kind, found.history(), claim.sessionDone()));
        return new OpenTurn(new OpenTurn.Asked(turn, request, upstream), kind, now, servedBy, route, recorded);
    }

    private OpenTurn.Recording recording(ArrivedTurn turn) {
        return tools.capture().arrived(turn) ? OpenTurn.Recording.TAKEN : OpenTurn.Recording.DROPPED;
    }

    /** How a session went; the outcome, or empty if nothing is recorded now or there was no place to record it. */
    public Optional<Outcome> outcome(Headers headers, Caller caller, byte[] body) throws BadRequest {
        Outcome outcome = OutcomeRequest.read(
                headers, body, caller.agentId(), tools.clock().millis(), tools.turnIds());
        return !tools.bypass().isOn() && tools.capture().said(outcome) ? Optional.of(outcome) : Optional.empty();
    }

    /** A model that is trained here and asked for by its own name is asked for without what was learned. */
    private Injection injection(String agentId, TurnRequest request, TurnKind kind, Upstream upstream) {
        SkillIndex index = tools.skills().forAgent(agentId);
        boolean wanted = upstream.isPolicy(request.model()) || !upstream.trained();
        return kind == TurnKind.SIDE || !upstream.injects() || !wanted || index.isEmpty()
                ? Injection.nothing(index.generation())
                : injection(Prompt.of(request), index);
    }

    private static Injection injection(Prompt prompt, SkillIndex index) {
        return Injection.into(prompt.system(), prompt.lastUser(), index);
    }

    /** The upstream does not know the turn's adapter: the base answers instead, and the adapter is brought back. */
    public OpenTurn onBase(OpenTurn turn) {
        Route base = tools.routes().beginOnBase(turn.turn().agentId());
        turn.route().ifPresent(tools.swap()::lost);
        end(turn);
        return turn.answeredBy(base);
    }

    /**
     * A turn's span.
     *
     * @param headers of its client, by name; null for one that it has not sent
     */
    public TurnTrace trace(OpenTurn turn, UnaryOperator<String> headers) {
        return turn.recorded() == OpenTurn.Recording.UNWANTED
                ? TurnTrace.NONE
                : tools.traces()
                        .begin(
                                new TracedTurn(
                                        turn.turn(), turn.request().model(), turn.upstream(), turn.requestedAtMillis()),
                                headers);
    }

    public long now() {
        return tools.clock().millis();
    }

    public void firstToken(OpenTurn turn, long atMillis) {
        tools.metrics().firstToken(atMillis - turn.requestedAtMillis());
    }

    /**
     * What the client got is known. Called once, and before the client can know that it was the end, so that its next
     * request cannot overtake this record.
     *
     * @param firstTokenAtMillis 0 if there was none
     * @param settled run, on any thread, once the turn is safe or lost for good
     * @return true if the client must not have the last byte before that
     */
    public boolean record(OpenTurn turn, Reply reply, long firstTokenAtMillis, Ending ending, Runnable settled) {
        tools.metrics().ended(turn.kind(), ending);
        Message message = Message.of(reply.message());
        tools.conversations().answered(turn.turn().turnId(), message.context(), reply.id(), ending.whole());
        if (turn.recorded() == OpenTurn.Recording.DROPPED) {
            tools.metrics().captureDropped();
        }
        if (turn.recorded() != OpenTurn.Recording.TAKEN) {
            return false;
        }
        boolean trainable = turn.servedBy().trained() && turn.kind() == TurnKind.MAIN;
        Sampled sampled = trainable ? reply.sampled(turn.request().temperature(), MAX_TRAIN_TOKENS) : Sampled.UNKNOWN;
        Timing timing = new Timing(
                turn.requestedAtMillis(), firstTokenAtMillis, tools.clock().millis());
        boolean waits = tools.ack() == CaptureAck.BEFORE_LAST_BYTE;
        tools.capture()
                .answered(
                        new TurnAnswered(
                                turn.turn(),
                                timing,
                                turn.servedBy(),
                                message.body().orElseThrow(),
                                message.context().matchHash(),
                                sampled,
                                ending,
                                reply.id()),
                        waits ? settled : TurnDesk::nobodyWaits);
        return waits;
    }

    /** What waits to be recorded must not hold on to a whole exchange that is over. */
    private static void nobodyWaits() {}

    /** The upstream is done with the turn. Called once. */
    public void end(OpenTurn turn) {
        turn.route().flatMap(tools.routes()::end).ifPresent(tools.swap()::retire);
    }
}
