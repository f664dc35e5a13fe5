package io.molt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.molt.cli.demo.DemoReport.AgentReport;
import io.molt.cli.demo.DemoReport.Both;
import io.molt.cli.demo.DemoReport.Change;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {

    private static final Percentiles NONE = Percentiles.of(List.of());

    @Test
    void with_skills_off_the_weights_alone_must_rise_by_half() {
        assertThat(report("combined", "off", 0, 9, new Change(0.2, 0.71), new Change(0.2, 0.2))
                        .kept())
                .isTrue();
        assertThat(report("combined", "off", 0, 9, new Change(0.2, 0.69), new Change(0.2, 0.9))
                        .kept())
                .isFalse();
    }

    @Test
    void with_skills_on_the_rise_is_counted_with_injection() {
        assertThat(report("none", "on", 0, 0, new Change(0.2, 0.2), new Change(0.2, 0.8))
                        .kept())
                .isTrue();
        assertThat(report("combined", "on", 0, 9, new Change(0.2, 0.9), new Change(0.2, 0.6))
                        .kept())
                .isFalse();
    }

    @Test
    void without_method_and_skills_nothing_may_change() {
        assertThat(report("none", "off", 0, 0, new Change(0.2, 0.2), new Change(0.2, 0.2))
                        .kept())
                .isTrue();
        assertThat(report("none", "off", 0, 1, new Change(0.2, 0.2), new Change(0.2, 0.2))
                        .kept())
                .isFalse();
    }

    @Test
    void a_failed_or_held_request_breaks_the_promise() {
        assertThat(report("combined", "on", 1, 9, new Change(0.2, 0.9), new Change(0.2, 0.9))
                        .kept())
                .isFalse();
    }

    @Test
    void the_file_has_the_documented_names(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("reports/demo.json");

        report("combined", "off", 0, 9, new Change(0.25, 0.75), new Change(0.25, 0.75))
                .write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "seed",
                        "method",
                        "skills",
                        "seconds",
                        "peak_rss_mb",
                        "requests",
                        "failed_requests",
                        "held_requests",
                        "feedback_to_served_ms",
                        "all_feedback_to_served_ms",
                        "agents");
        assertThat(json.at("/agents/0/success/skills_off/after").asDouble()).isEqualTo(0.75);
        assertThat(json.at("/feedback_to_served_ms/p50").asLong()).isEqualTo(-1);
    }

    private static DemoReport report(
            String method, String skills, long failed, int updates, Change weights, Change injected) {
        Both both = new Both(weights, injected);
        Change flat = new Change(0.5, 0.5);
        AgentReport agent = new AgentReport("agent-a", 36, 72, updates, 27, 9, 9, 0, both, both, flat, flat, flat);
        return new DemoReport(1, method, skills, 36, 120, 9, 1500, 144, failed, 0, NONE, NONE, NONE, List.of(agent));
    }
}
