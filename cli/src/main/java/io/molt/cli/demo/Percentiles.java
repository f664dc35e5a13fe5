package io.molt.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Two order statistics of some durations, in milliseconds; both -1 if there were none.
 *
 * @param p50 the median: the smallest value that at least half of them do not exceed
 * @param p95 likewise for 95 of 100
 * @param count how many
 */
record Percentiles(@JsonProperty("p50") long p50, @JsonProperty("p95") long p95, @JsonProperty("count") int count) {

    static Percentiles of(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return new Percentiles(at(sorted, 0.50), at(sorted, 0.95), sorted.size());
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.isEmpty() ? -1 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
