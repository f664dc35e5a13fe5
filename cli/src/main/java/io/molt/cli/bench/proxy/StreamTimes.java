package io.molt.cli.bench.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * How streams came through.
 *
 * @param firstP50Millis from the request to the first frame
 * @param firstP99Millis from the request to the first frame
 * @param gapP50Millis by how much the time between two frames differs from that at which the upstream sent them
 * @param gapP99Millis the same
 * @param frames that came
 * @param wrong frames lost or out of order, and streams that broke
 */
record StreamTimes(
        double firstP50Millis,
        double firstP99Millis,
        double gapP50Millis,
        double gapP99Millis,
        long frames,
        long wrong) {

    /** Of single times in nanoseconds. */
    static StreamTimes of(long[] first, long[] gaps, long frames, long wrong) {
        return new StreamTimes(
                percentile(first, 50),
                percentile(first, 99),
                percentile(gaps, 50),
                percentile(gaps, 99),
                frames,
                wrong);
    }

    private static double percentile(long[] nanos, int percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e6;
    }

    void into(ObjectNode report) {
        report.put("first_p50_ms", firstP50Millis)
                .put("first_p99_ms", firstP99Millis)
                .put("gap_p50_ms", gapP50Millis)
                .put("gap_p99_ms", gapP99Millis)
                .put("frames", frames)
                .put("wrong", wrong);
    }
}
