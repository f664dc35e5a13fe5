package io.molt.proxy.turn;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.reply.ClientView;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.TurnRequest;
import io.molt.proxy.request.UpstreamBody;
import io.molt.proxy.route.Route;
import io.molt.proxy.translate.AnswerTranslation;
import io.molt.proxy.translate.Translation;
import io.molt.proxy.upstream.Upstream;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.util.Optional;

/**
 * A turn that is being answered.
 *
 * @param asked what the client wants, from whom
 * @param kind whether it may teach
 * @param requestedAtMillis epoch milliseconds UTC
 * @param servedBy who answers, with what help
 * @param route held until the turn ends; empty if the model is not trained here
 * @param recorded what became of its arrival
 */
public record OpenTurn(
        Asked asked,
        TurnKind kind,
        long requestedAtMillis,
        ServedBy servedBy,
        Optional<Route> route,
        Recording recorded) {

    /** What becomes of a request's record. */
    public enum Recording {
        TAKEN,
        /** There was no place for it. */
        DROPPED,
        /** Nothing shall be recorded. */
        UNWANTED
    }

    /**
     * What a client wants, from whom.
     *
     * @param turn its name
     * @param request what the client sent
     * @param upstream who is asked
     */
    public record Asked(TurnRef turn, TurnRequest request, Upstream upstream) {

        public Asked {
            requireNonNull(turn, "turn");
            requireNonNull(request, "request");
            requireNonNull(upstream, "upstream");
        }
    }

    /**
     * What an upstream is sent.
     *
     * @param answer the way back into the client's dialect; empty if it is the upstream's
     */
    public record Outgoing(byte[] body, Optional<AnswerTranslation> answer) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    public OpenTurn {
        requireNonNull(asked, "asked");
        requireNonNull(kind, "kind");
        requireNonNull(servedBy, "servedBy");
        requireNonNull(route, "route");
        requireNonNull(recorded, "recorded");
    }

    public TurnRef turn() {
        return asked.turn();
    }

    public TurnRequest request() {
        return asked.request();
    }

    public Upstream upstream() {
        return asked.upstream();
    }

    /** An adapter of ours is to answer. */
    public boolean needsAdapter() {
        return route.filter(taken -> !taken.isBase()).isPresent();
    }

    OpenTurn answeredBy(Route other) {
        ServedBy by =
                new ServedBy(other.policy(), true, servedBy.skills(), servedBy.skillGeneration(), servedBy.injected());
        return new OpenTurn(asked, kind, requestedAtMillis, by, Optional.of(other), recorded);
    }

    /** Nobody will be asked again: an answer may take minutes, and what was said takes most of the memory. */
    public OpenTurn answering() {
        Asked options = new Asked(asked.turn(), asked.request().options(), asked.upstream());
        return new OpenTurn(options, kind, requestedAtMillis, servedBy, route, recorded);
    }

    /** The upstream does not speak what the client speaks. */
    public boolean isTranslated() {
        return !upstream().speaks(request().dialect());
    }

    /** In which the upstream is asked, and answers. */
    public Dialect upstreamDialect() {
        return isTranslated() ? Dialect.CHAT : request().dialect();
    }

    /** The name by which the upstream knows who is to answer; empty if it is the client's own word. */
    private Optional<String> upstreamModel() {
        if (!upstream().isPolicy(request().model())) {
            return Optional.empty();
        }
        return Optional.of(route.filter(taken -> !taken.isBase())
                .map(Route::policy)
                .orElse(upstream().model()));
    }

    /**
     * What the upstream is sent.
     *
     * @throws BadRequest if the upstream's dialect has nothing for what the client asks
     */
    public Outgoing outgoing() throws BadRequest {
        if (!isTranslated()) {
            return new Outgoing(
                    UpstreamBody.of(request(), upstreamModel(), servedBy.trained(), servedBy.injected()),
                    Optional.empty());
        }
        byte[] edited = UpstreamBody.of(request(), upstreamModel(), false, servedBy.injected());
        Translation translation = Translation.of(request().dialect(), tree(edited));
        byte[] chat = JsonText.bytes(translation.request());
        if (servedBy.trained()) {
            chat = UpstreamBody.of(TurnRequest.read(Dialect.CHAT, chat), Optional.empty(), true, "");
        }
        return new Outgoing(chat, Optional.of(translation.answer()));
    }

    private static ObjectNode tree(byte[] body) throws BadRequest {
        try {
            return (ObjectNode) JsonText.parse(body);
        } catch (IOException e) {
            throw new BadRequest("", "the body holds a number out of all bounds");
        }
    }

    /** What of the answer the client had asked for itself. */
    public ClientView view() {
        return servedBy.trained()
                ? new ClientView(request().wantsLogProbs(), request().wantsTokenIds())
                : ClientView.EVERYTHING;
    }
}
