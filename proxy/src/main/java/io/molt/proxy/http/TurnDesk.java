package io.molt.proxy.http;

import io.molt.proxy.capture.ArrivedTurn;
import io.molt.proxy.capture.Capture;
import io.molt.proxy.message.Message;
import io.molt.proxy.reply.ReplyReader;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.ChatRequest;
import io.molt.proxy.request.Headers;
import io.molt.proxy.request.Identity;
import io.molt.proxy.request.OutcomeRequest;
import io.molt.proxy.route.AdapterSwap;
import io.molt.proxy.route.Route;
import io.molt.proxy.route.RouteTable;
import io.molt.proxy.skill.Injection;
import io.molt.proxy.skill.SkillIndex;
import io.molt.proxy.skill.SkillLibrary;
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
import java.util.function.Supplier;

/** Opens and closes turns: who answers, with which skills, what is recorded. Knows no HTTP. Thread-safe. */
public final class TurnDesk {

    /** What clients ask for to get whatever their agent has learned. */
    public static final String MODEL = "molt";

    /** Longer turns train nobody, so their tokens are not recorded. */
    private static final int MAX_TRAIN_TOKENS = 16 << 10;

    private final Tools tools;

    /** A desk's tools, in the order of use. */
    public record Tools(
            Upstream upstream,
            RouteTable routes,
            AdapterSwap swap,
            SkillLibrary skills,
            Capture capture,
            ProxyMetrics metrics,
            InstantSource clock,
            Supplier<String> turnIds) {}

    public TurnDesk(Tools tools) {
        this.tools = tools;
    }

    /** A request has arrived. From now on its route and its record wait for {@link #end}. */
    OpenTurn begin(ChatRequest request) {
        long now = tools.clock().millis();
        Identity identity = request.identity();
        TurnRef turn = new TurnRef(
                identity.agentId(), identity.sessionId(), tools.turnIds().get());
        boolean ours = request.model().equals(MODEL);
        Injection injection = ours ? injection(request) : Injection.nothing(0);
        Optional<Route> route = ours && tools.upstream().trained()
                ? Optional.of(tools.routes().begin(identity.agentId()))
                : Optional.empty();
        ServedBy servedBy = new ServedBy(
                route.map(Route::policy).orElse(ours ? tools.upstream().model() : request.model()),
                route.isPresent(),
                injection.skills(),
                injection.generation(),
                injection.text());
        tools.metrics().injected(injection.skills().size());
        boolean recorded = tools.capture()
                .arrived(new ArrivedTurn(turn, now, identity.kind(), request.messages(), identity.sessionDone()));
        return new OpenTurn(turn, request, now, servedBy, route, recorded);
    }

    /** How a session went; the outcome, or empty if there was no place to record it. */
    Optional<Outcome> outcome(Headers headers, byte[] body) throws BadRequest {
        Outcome outcome = OutcomeRequest.read(headers, body, tools.clock().millis(), tools.turnIds());
        return tools.capture().said(outcome) ? Optional.of(outcome) : Optional.empty();
    }

    private Injection injection(ChatRequest request) {
        SkillIndex index = tools.skills().forAgent(request.identity().agentId());
        return request.identity().kind() == TurnKind.SIDE
                ? Injection.nothing(index.generation())
                : Injection.into(request.conversation(), index);
    }

    /** The name by which the upstream knows who is to answer. */
    String upstreamModel(OpenTurn turn) {
        return turn.route()
                .filter(route -> !route.isBase())
                .map(Route::policy)
                .orElse(tools.upstream().model());
    }

    /** The upstream does not know the turn's adapter: the base answers instead, and the adapter is brought back. */
    OpenTurn onBase(OpenTurn turn) {
        Route base = tools.routes().beginOnBase(turn.turn().agentId());
        turn.route().ifPresent(tools.swap()::lost);
        end(turn);
        return turn.answeredBy(base);
    }

    long now() {
        return tools.clock().millis();
    }

    void firstToken(OpenTurn turn, long atMillis) {
        tools.metrics().firstToken(atMillis - turn.requestedAtMillis());
    }

    /**
     * What the client got is known. Called once, and before the client can know that it was the end, so that its next
     * request cannot overtake this record.
     *
     * @param firstTokenAtMillis 0 if there was none
     */
    void record(OpenTurn turn, ReplyReader reply, long firstTokenAtMillis, Ending ending) {
        tools.metrics().ended(turn.request().identity().kind(), ending);
        if (!turn.recorded()) {
            tools.metrics().captureDropped();
            return;
        }
        Message message = Message.of(reply.message());
        boolean trainable =
                turn.servedBy().trained() && turn.request().identity().kind() == TurnKind.MAIN;
        Sampled sampled = trainable ? reply.sampled(turn.request().temperature(), MAX_TRAIN_TOKENS) : Sampled.UNKNOWN;
        Timing timing = new Timing(
                turn.requestedAtMillis(), firstTokenAtMillis, tools.clock().millis());
        tools.capture()
                .answered(
                        new TurnAnswered(
                                turn.turn(),
                                timing,
                                turn.servedBy(),
                                message.body(),
                                message.context().matchHash(),
                                sampled,
                                ending),
                        () -> {});
    }

    /** The upstream is done with the turn. Called once. */
    void end(OpenTurn turn) {
        turn.route().flatMap(tools.routes()::end).ifPresent(tools.swap()::retire);
    }
}
