package io.molt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.engine.adapter.LoadedAdapters;
import io.molt.engine.reply.AnswerJson;
import io.molt.engine.request.CompletionRequest;
import io.molt.engine.request.CompletionRequests;
import io.molt.engine.request.InvalidRequest;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.PolicyDirectory;
import io.molt.schemas.turn.ServedBy;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine serves, path by path. */
public final class EngineServer {

    private static final Logger LOG = LoggerFactory.getLogger(EngineServer.class);
    private static final int LONGEST_BODY = 32 << 20;

    private final Vertx vertx;
    private final LoadedAdapters adapters;
    private final Generator generator;
    private final Workers workers;
    private final InstantSource clock;
    private final Set<String> names;
    private final AtomicLong answers = new AtomicLong();

    /**
     * Serves nothing yet.
     *
     * @param seeds for requests without one
     */
    public EngineServer(
            Vertx vertx,
            PolicyDirectory policy,
            LoadedAdapters adapters,
            Workers workers,
            InstantSource clock,
            LongSupplier seeds) {
        this.vertx = vertx;
        this.adapters = adapters;
        this.generator = new Generator(policy, seeds);
        this.workers = workers;
        this.clock = clock;
        this.names = names(policy);
    }

    /** What the policy without adapter is called: {@code base}, or as its directory. */
    public static Set<String> names(PolicyDirectory policy) {
        return Set.copyOf(List.of(
                ServedBy.BASE,
                policy.path().toAbsolutePath().normalize().getFileName().toString()));
    }

    /** Any request. */
    public void handle(HttpServerRequest request) {
        switch (request.method().name() + " " + request.path()) {
            case "POST /v1/chat/completions" -> withBody(request, body -> complete(request, body));
            case "POST /v1/load_lora_adapter" -> withBody(request, body -> load(request, body));
            case "POST /v1/unload_lora_adapter" -> withBody(request, body -> unload(request, body));
            case "GET /v1/models" -> Answers.json(request.response(), models());
            case "GET /health" -> request.response().end();
            default -> Answers.error(
                    request.response(), new InvalidRequest(404, "", "", "there is nothing on this path"));
        }
    }

    /** What is done with a body. */
    private interface WithBody {

        void take(byte[] body) throws InvalidRequest;
    }

    private static void withBody(HttpServerRequest request, WithBody next) {
        Buffer body = Buffer.buffer();
        request.exceptionHandler(e -> LOG.debug("request broke off"));
        request.handler(bytes -> {
            if (body.length() + bytes.length() <= LONGEST_BODY) {
                body.appendBuffer(bytes);
            } else {
                Answers.error(
                        request.response(),
                        new InvalidRequest(413, "", "", "the body is longer than " + LONGEST_BODY + " bytes"));
            }
        });
        request.endHandler(end -> {
            if (request.response().ended()) {
                return;
            }
            try {
                next.take(body.getBytes());
            } catch (InvalidRequest e) {
                Answers.error(request.response(), e);
            }
        });
    }

    private void complete(HttpServerRequest http, byte[] body) throws InvalidRequest {
        CompletionRequest request = CompletionRequests.read(body);
        Optional<LoraAdapter> adapter = adapter(request.model());
        AnswerJson json = new AnswerJson(
                "chatcmpl-" + answers.incrementAndGet(), clock.millis() / 1000, request.model(), request.answer());
        Completion completion =
                new Completion(generator, request, adapter, json, http.response(), vertx.getOrCreateContext());
        if (!workers.submit(completion)) {
            http.response().putHeader("retry-after", "1");
            throw new InvalidRequest(503, "", "", "the engine is busy: all threads generate and the queue is full");
        }
    }

    private Optional<LoraAdapter> adapter(String model) throws InvalidRequest {
        if (names.contains(model)) {
            return Optional.empty();
        }
        Optional<LoraAdapter> adapter = adapters.find(model);
        if (adapter.isEmpty()) {
            throw new InvalidRequest(404, "model", "model_not_found", "The model '" + model + "' does not exist.");
        }
        return adapter;
    }

    private void load(HttpServerRequest http, byte[] body) throws InvalidRequest {
        JsonNode json = CompletionRequests.object(body);
        String name = json.path("lora_name").asText("");
        String path = json.path("lora_path").asText("");
        off(http, () -> {
            adapters.load(name, path);
            return "Success: LoRA adapter '" + name + "' added successfully.";
        });
    }

    private void unload(HttpServerRequest http, byte[] body) throws InvalidRequest {
        String name = CompletionRequests.object(body).path("lora_name").asText("");
        if (name.isBlank()) {
            throw new InvalidRequest(400, "lora_name", "", "'lora_name' must be provided.");
        }
        off(http, () -> {
            adapters.unload(name);
            return "Success: LoRA adapter '" + name + "' removed successfully.";
        });
    }

    /** Reads files off the event loop. */
    private void off(HttpServerRequest http, Callable<String> work) {
        vertx.executeBlocking(work)
                .onSuccess(text -> Answers.text(http.response(), text))
                .onFailure(e -> {
                    if (e instanceof InvalidRequest invalid) {
                        Answers.error(http.response(), invalid);
                    } else {
                        LOG.error("adapter request failed", e);
                        Answers.error(http.response(), new InvalidRequest(500, "", "", "the engine failed"));
                    }
                });
    }

    private ObjectNode models() {
        ObjectNode list = Answers.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        data.add(model(ServedBy.BASE));
        adapters.names().forEach(name -> data.add(model(name).put("parent", ServedBy.BASE)));
        return list;
    }

    private static ObjectNode model(String id) {
        return Answers.object()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "molt");
    }
}
