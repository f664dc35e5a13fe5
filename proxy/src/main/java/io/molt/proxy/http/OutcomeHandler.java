package io.molt.proxy.http;

import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.turn.TurnDesk;
import io.molt.schemas.turn.Outcome;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** {@code POST /v1/outcomes}. */
record OutcomeHandler(TurnDesk desk) {

    private static final int ACCEPTED = 202;

    /** The whole body is here. */
    void handle(Visit visit, byte[] body) {
        HttpServerRequest request = visit.request();
        try {
            Optional<Outcome> outcome = desk.outcome(visit.headers(), visit.caller(), body);
            if (outcome.isPresent()) {
                Answers.json(
                        request.response().setStatusCode(ACCEPTED),
                        JsonText.bytes(JsonText.object()
                                .put("outcome_id", outcome.get().outcomeId())
                                .put("agent_id", outcome.get().agentId())
                                .put("session_id", outcome.get().sessionId())));
            } else {
                Answers.error(
                        request,
                        new ApiError(
                                503, "server_error", "", "", "too much waits to be recorded; send it again later"));
            }
        } catch (BadRequest e) {
            Answers.error(request, ApiError.of(e));
        }
    }
}
