package io.molt.proxy.trace;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.upstream.Secret;
import io.molt.schemas.settings.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether turns are traced.
 *
 * @param endpoint of a collector, without {@code /v1/traces}; empty if nothing is traced
 * @param headers that the collector wants, such as its API key
 */
public record Telemetry(Optional<URI> endpoint, Map<String, Secret> headers) {

    public static final Telemetry OFF = new Telemetry(Optional.empty(), Map.of());

    /** The environment variable that OpenTelemetry has for headers: {@code name=value}, separated by commas. */
    static final String HEADERS_VARIABLE = "OTEL_EXPORTER_OTLP_HEADERS";

    public Telemetry {
        requireNonNull(endpoint, "endpoint");
        headers = Map.copyOf(headers);
    }

    /**
     * Reads {@code telemetry.*}; problems stay with the settings.
     *
     * @param environment where the headers may stand
     */
    public static Telemetry from(Settings settings, Map<String, String> environment) {
        String endpoint = settings.parsed(
                "telemetry.otlp.endpoint", "", Telemetry::checked, "a URL such as http://127.0.0.1:4318, or nothing");
        return new Telemetry(
                Optional.of(endpoint).filter(url -> !url.isEmpty()).map(URI::create),
                headers(environment.getOrDefault(HEADERS_VARIABLE, "")));
    }

    private static String checked(String text) {
        String stripped = text.strip().replaceAll("/+$", "");
        URI url = URI.create(stripped);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!stripped.isEmpty() && (url.getHost() == null || !http)) {
            throw new IllegalArgumentException("not a URL of a collector");
        }
        return stripped;
    }

    private static Map<String, Secret> headers(String text) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String header : text.split(",", -1)) {
            int equals = header.indexOf('=');
            if (equals > 0) {
                headers.put(
                        header.substring(0, equals).strip(),
                        new Secret(decoded(header.substring(equals + 1).strip())));
            }
        }
        return headers;
    }

    /** Values are percent-encoded, as in W3C's baggage; a plus is a plus. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a percent sign of somebody who did not encode it
        }
    }

    /** Starts to send, if anything is to be sent. */
    public Traces open() {
        return endpoint.<Traces>map(url -> OtlpTraces.to(url, headers)).orElse(Traces.OFF);
    }
}
