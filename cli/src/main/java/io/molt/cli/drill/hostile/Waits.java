package io.molt.cli.drill.hostile;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * How long an agent waited for its answers.
 *
 * @param answered requests
 * @param failed requests without an answer, or with another status than 200
 * @param p50Ms milliseconds
 * @param p99Ms milliseconds
 */
public record Waits(long answered, long failed, double p50Ms, double p99Ms) {

    static Waits of(Collection<Long> nanos, long failed) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Waits(sorted.length, failed, percentile(sorted, 50), percentile(sorted, 99));
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e6;
    }

    /** All requests of some rounds, and the middle ones of their percentiles. */
    static Waits middle(List<Waits> rounds) {
        return new Waits(
                rounds.stream().mapToLong(Waits::answered).sum(),
                rounds.stream().mapToLong(Waits::failed).sum(),
                middle(rounds.stream().mapToDouble(Waits::p50Ms).sorted().toArray()),
                middle(rounds.stream().mapToDouble(Waits::p99Ms).sorted().toArray()));
    }

    private static double middle(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
