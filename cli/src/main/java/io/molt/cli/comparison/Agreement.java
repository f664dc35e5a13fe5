package io.molt.cli.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How two judges agree on the turns that both were asked about.
 *
 * @param turns how many
 * @param matrix counts: a row per {@link Side} of the first judge, in their order, a column per side of the second
 * @param raw share of turns on which both took the same side, 0 to 1; empty without turns
 * @param kappa Cohen's: agreement beyond what chance gives, -1 to 1; empty if it is not defined
 * @param undefined why there is no kappa; empty if there is
 */
public record Agreement(
        long turns, List<List<Long>> matrix, OptionalDouble raw, OptionalDouble kappa, String undefined) {

    private static final int SIDES = Side.values().length;

    public Agreement {
        matrix = matrix.stream().map(List::copyOf).toList();
    }

    /** Of turns by id. */
    static Agreement of(Map<String, JudgedTurn> a, Map<String, JudgedTurn> b) {
        long[][] counts = new long[SIDES][SIDES];
        a.forEach((id, turn) -> {
            JudgedTurn other = b.get(id);
            if (other != null && turn.asked() && other.asked()) {
                counts[turn.side().place()][other.side().place()]++;
            }
        });
        return of(counts);
    }

    /**
     * Cohen, A coefficient of agreement for nominal scales (1960), of any square matrix of counts.
     *
     * <pre>
     * po  share on the diagonal
     * pe  share there if both judges kept their own shares and looked at nothing
     * k   (po - pe) / (1 - pe)
     * </pre>
     */
    static Agreement of(long[][] counts) {
        long n = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        List<List<Long>> matrix = new ArrayList<>();
        for (long[] row : counts) {
            matrix.add(Arrays.stream(row).boxed().toList());
        }
        if (n == 0) {
            return new Agreement(
                    0, matrix, OptionalDouble.empty(), OptionalDouble.empty(), "no turn was judged by both");
        }
        double same = 0;
        double chance = 0;
        for (int side = 0; side < counts.length; side++) {
            long row = 0;
            long column = 0;
            for (int other = 0; other < counts.length; other++) {
                row += counts[side][other];
                column += counts[other][side];
            }
            same += counts[side][side];
            chance += (double) row / n * column / n;
        }
        OptionalDouble raw = OptionalDouble.of(same / n);
        if (sidesTaken(counts) == 1) {
            return new Agreement(
                    n, matrix, raw, OptionalDouble.empty(), "both judges took one and the same side on every turn");
        }
        return new Agreement(n, matrix, raw, OptionalDouble.of((same / n - chance) / (1 - chance)), "");
    }

    /** How many sides any of the two ever took. */
    private static int sidesTaken(long[][] counts) {
        int taken = 0;
        for (int side = 0; side < counts.length; side++) {
            long sum = 0;
            for (int other = 0; other < counts.length; other++) {
                sum += counts[side][other] + counts[other][side];
            }
            taken += sum > 0 ? 1 : 0;
        }
        return taken;
    }
}
