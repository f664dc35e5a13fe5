package io.molt.proxy.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.settings.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

    @Test
    void an_endpoint_and_the_standard_variable_are_read_and_no_header_is_shown() {
        Settings settings = new Settings(Map.of("telemetry.otlp.endpoint", "https://otel.example:4318/"));
        Telemetry telemetry =
                Telemetry.from(settings, Map.of(Telemetry.HEADERS_VARIABLE, "api-key=s3cret, x-team = a"));

        assertThat(telemetry.endpoint()).contains(URI.create("https://otel.example:4318"));
        assertThat(telemetry.headers()).containsOnlyKeys("api-key", "x-team");
        assertThat(telemetry.toString()).doesNotContain("s3cret");
        assertThat(Telemetry.from(new Settings(Map.of()), Map.of())).isEqualTo(Telemetry.OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4318", "ftp://here", "http://", "a b"})
    void what_is_no_url_of_a_collector_is_refused(String endpoint) {
        Settings settings = new Settings(Map.of("telemetry.otlp.endpoint", endpoint));
        Telemetry.from(settings, Map.of());

        assertThatThrownBy(settings::refuseProblems)
                .hasMessageContaining(
                        "telemetry.otlp.endpoint must be a URL such as http://127.0.0.1:4318, or nothing");
    }
}
