package io.molt.proxy.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyMetricsTest {

    @Test
    void a_hundred_policies_at_most_have_a_label_of_their_own() {
        Map<String, Integer> inFlight = new HashMap<>();
        for (int agent = 0; agent < 1_000; agent++) {
            inFlight.put("agent-" + agent + "@v1", agent < 3 ? 50 : 1);
        }

        List<String> rows = new ProxyMetrics()
                .scrape(() -> inFlight)
                .lines()
                .filter(line -> line.startsWith("molt_turns_in_flight{"))
                .toList();

        assertThat(rows)
                .hasSize(100)
                .contains(
                        "molt_turns_in_flight{policy=\"agent-2@v1\"} 50.0",
                        "molt_turns_in_flight{policy=\"other\"} 901.0");
    }
}
