package io.molt.proxy.http;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.reply.ClientView;
import io.molt.proxy.request.ChatRequest;
import io.molt.proxy.request.UpstreamRequest;
import io.molt.proxy.route.Route;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnRef;
import java.util.Optional;

/**
 * A turn that is being answered.
 *
 * @param turn its name
 * @param request what the client asked
 * @param requestedAtMillis epoch milliseconds UTC
 * @param servedBy who answers, with what help
 * @param route held until the turn ends; empty if the model is not trained here
 * @param recorded its arrival was taken for the record
 */
record OpenTurn(
        TurnRef turn,
        ChatRequest request,
        long requestedAtMillis,
        ServedBy servedBy,
        Optional<Route> route,
        boolean recorded) {

    OpenTurn {
        requireNonNull(turn, "turn");
        requireNonNull(request, "request");
        requireNonNull(servedBy, "servedBy");
        requireNonNull(route, "route");
    }

    /** An adapter of ours is to answer. */
    boolean needsAdapter() {
        return route.filter(taken -> !taken.isBase()).isPresent();
    }

    OpenTurn answeredBy(Route other) {
        ServedBy by =
                new ServedBy(other.policy(), true, servedBy.skills(), servedBy.skillGeneration(), servedBy.injected());
        return new OpenTurn(turn, request, requestedAtMillis, by, Optional.of(other), recorded);
    }

    /** The body for the upstream. */
    byte[] upstreamBody(String model) {
        return request.model().equals(TurnDesk.MODEL)
                ? UpstreamRequest.toPolicy(request, model, servedBy.trained(), servedBy.injected())
                : UpstreamRequest.untouched(request);
    }

    ClientView view() {
        return servedBy.trained()
                ? new ClientView(request.wantsLogProbs(), request.wantsTokenIds())
                : ClientView.EVERYTHING;
    }
}
