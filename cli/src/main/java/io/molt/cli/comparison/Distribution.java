package io.molt.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How numbers are spread.
 *
 * @param count how many there are
 * @param mean empty without numbers
 * @param deviation standard deviation of the population; empty without numbers
 * @param bins half a unit wide, centred on -3, -2.5, ... 3; what lies outside is in the first and the last
 */
public record Distribution(long count, OptionalDouble mean, OptionalDouble deviation, List<Bin> bins) {

    private static final double WIDTH = 0.5;
    private static final int REACH = 6;

    /**
     * A bar.
     *
     * @param centre of the bin
     * @param count of numbers in it
     */
    public record Bin(double centre, long count) {}

    public Distribution {
        bins = List.copyOf(bins);
    }

    static Distribution of(double[] values) {
        long[] counts = new long[2 * REACH + 1];
        double sum = 0;
        for (double value : values) {
            long bin = Math.round(value / WIDTH) + REACH;
            counts[(int) Math.max(0, Math.min(2 * REACH, bin))]++;
            sum += value;
        }
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            bins.add(new Bin((i - REACH) * WIDTH, counts[i]));
        }
        if (values.length == 0) {
            return new Distribution(0, OptionalDouble.empty(), OptionalDouble.empty(), bins);
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Distribution(
                values.length, OptionalDouble.of(mean), OptionalDouble.of(Math.sqrt(squares / values.length)), bins);
    }
}
