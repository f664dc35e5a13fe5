package io.molt.proxy.http;

import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.Headers;
import io.molt.schemas.turn.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** {@code POST /v1/outcomes}. */
record OutcomeHandler(TurnDesk desk) {

    private static final int ACCEPTED = 202;

    /** The whole body is here. */
    void handle(HttpServerRequest request, Buffer body) {
        try {
            Optional<Outcome> outcome = desk.outcome(Headers.of(request.headers()), body.getBytes());
            if (outcome.isPresent()) {
                Answers.json(
                        request.response().setStatusCode(ACCEPTED),
                        JsonText.bytes(JsonText.object()
                                .put("outcome_id", outcome.get().outcomeId())
                                .put("agent_id", outcome.get().agentId())
                                .put("session_id", outcome.get().sessionId())));
            } else {
                Answers.error(
                        request.response(),
                        new ApiError(503, "server_error", "", "too much waits to be recorded; send it again later"));
            }
        } catch (BadRequest e) {
            Answers.error(request.response(), ApiError.of(e));
        }
    }
}
