package io.molt.proxy.trace;

import io.molt.proxy.dialect.Reply;
import io.molt.proxy.dialect.Usage;
import io.molt.proxy.upstream.Secret;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.ServedBy;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Spans by OTLP over HTTP.
 *
 * <p>Source: OpenTelemetry's semantic conventions 1.37 for generative AI, "Inference". Names that begin with {@code molt} are
 * our own.
 */
final class OtlpTraces implements Traces {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_SPANS = 4096;

    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    private static final TextMapGetter<UnaryOperator<String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(UnaryOperator<String> headers) {
            return List.of();
        }

        @Override
        public String get(UnaryOperator<String> headers, String name) {
            return headers.apply(name);
        }
    };

    private final SpanQueue queue;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OtlpTraces(SpanExporter exporter, int mostSpans) {
        this.queue = new SpanQueue(exporter, mostSpans);
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "molt-proxy"))))
                .addSpanProcessor(queue)
                .build();
        this.tracer = provider.get("io.molt.proxy");
    }

    /** Nothing has been sent yet. */
    static OtlpTraces to(URI endpoint, Map<String, Secret> headers) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + "/v1/traces")
                .setTimeout(PATIENCE);
        headers.forEach((name, value) -> exporter.addHeader(name, value.value()));
        return new OtlpTraces(exporter.build(), MOST_SPANS);
    }

    @Override
    public TurnTrace begin(TracedTurn turn, UnaryOperator<String> headers) {
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER);
        URI url = URI.create(turn.upstream().endpoint().url());
        SpanBuilder span = tracer.spanBuilder("chat " + turn.model())
                .setParent(parent)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(turn.requestedAtMillis(), TimeUnit.MILLISECONDS)
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.provider.name", provider(turn, url))
                .setAttribute("gen_ai.request.model", turn.model())
                .setAttribute("gen_ai.conversation.id", turn.turn().sessionId())
                .setAttribute("server.address", url.getHost())
                .setAttribute("server.port", (long) port(url))
                .setAttribute("molt.agent.id", turn.turn().agentId())
                .setAttribute("molt.session.id", turn.turn().sessionId())
                .setAttribute("molt.turn.id", turn.turn().turnId());
        return new Open(span.startSpan());
    }

    /** A well-known name where there is one, else ours for the policy that is trained here, else what the settings call it. */
    private static String provider(TracedTurn turn, URI url) {
        return switch (String.valueOf(url.getHost())) {
            case "api.openai.com" -> "openai";
            case "api.anthropic.com" -> "anthropic";
            default -> turn.upstream().trained() ? "molt" : turn.upstream().name();
        };
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }

    private record Open(Span span) implements TurnTrace {

        @Override
        public void passOn(BiConsumer<String, String> headers) {
            W3CTraceContextPropagator.getInstance()
                    .inject(Context.root().with(span), headers, (to, name, value) -> to.accept(name, value));
        }

        @Override
        public void ended(ServedBy servedBy, Reply reply, Ending ending, long atMillis) {
            span.setAttribute("molt.policy", servedBy.policy());
            if (servedBy.trained()) {
                span.setAttribute("molt.policy.version", servedBy.version());
            }
            say("gen_ai.response.id", reply.id());
            say("gen_ai.response.model", reply.model());
            if (!reply.finishReason().isEmpty()) {
                span.setAttribute(FINISH_REASONS, List.of(reply.finishReason()));
            }
            Usage usage = reply.usage();
            if (!usage.equals(Usage.NONE)) {
                span.setAttribute("gen_ai.usage.input_tokens", usage.promptTokens());
                span.setAttribute("gen_ai.usage.output_tokens", usage.replyTokens());
            }
            if (!ending.whole()) {
                span.setAttribute("error.type", error(reply, ending));
                span.setStatus(StatusCode.ERROR, ending.error());
            }
            span.end(atMillis, TimeUnit.MILLISECONDS);
        }

        private void say(String name, String value) {
            if (!value.isEmpty()) {
                span.setAttribute(name, value);
            }
        }

        private static String error(Reply reply, Ending ending) {
            if (ending.status() != 200) {
                return String.valueOf(ending.status());
            }
            return reply.error().isEmpty() ? "broken_off" : reply.error();
        }
    }

    @Override
    public long dropped() {
        return queue.dropped();
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
