package io.molt.proxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.turn.TurnDesk;
import io.molt.proxy.upstream.Upstream;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;

/** {@code GET /v1/models}: molt's own model, then whatever the upstream has. */
record ModelsHandler(UpstreamPools pools) {

    void handle(HttpServerRequest request, Upstream upstream) {
        Dialect dialect = Answers.dialect(request);
        String query = request.query() == null ? "" : "?" + request.query();
        pools.request(upstream, HttpMethod.GET, "/models" + query)
                .compose(asked -> {
                    PassedHeaders.toUpstream(request.headers(), asked.headers(), upstream, dialect);
                    asked.headers().set("accept-encoding", "identity");
                    return asked.send();
                })
                .compose(HttpClientResponse::body)
                .map(body -> list(dialect, body.getBytes()))
                .otherwise(e -> list(dialect, new byte[0]))
                .onSuccess(list -> Answers.json(request.response(), list));
    }

    private static byte[] list(Dialect dialect, byte[] upstreamList) {
        ObjectNode list = JsonText.object();
        boolean anthropic = dialect == Dialect.MESSAGES;
        if (!anthropic) {
            list.put("object", "list");
        }
        ArrayNode data = list.putArray("data");
        data.add(anthropic ? anthropicModel() : openAiModel());
        try {
            for (JsonNode model : JsonText.parse(upstreamList).path("data")) {
                data.add(model);
            }
        } catch (IOException e) {
            // An upstream without a list of models still serves ours.
        }
        if (anthropic) {
            list.put("has_more", false);
            list.set("first_id", data.path(0).path("id"));
            list.set("last_id", data.path(data.size() - 1).path("id"));
        }
        return JsonText.bytes(list);
    }

    private static ObjectNode openAiModel() {
        return JsonText.object()
                .put("id", TurnDesk.MODEL)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "molt");
    }

    private static ObjectNode anthropicModel() {
        return JsonText.object()
                .put("type", "model")
                .put("id", TurnDesk.MODEL)
                .put("display_name", "molt")
                .put("created_at", "1970-01-01T00:00:00Z");
    }
}
