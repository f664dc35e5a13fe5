package io.molt.cli.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers to places on a line.
 *
 * @param from the number at {@code start}
 * @param to the number at {@code end}, more than {@code from}
 * @param start in the picture's units
 * @param end in the picture's units
 * @param step how far ticks are apart
 */
record Scale(double from, double to, double start, double end, double step) {

    /** A scale that begins and ends at round numbers around all that are to be shown. */
    static Scale around(double lowest, double highest, double start, double end) {
        double low = lowest;
        double high = highest;
        if (high - low < 1e-12) {
            double room = Math.max(Math.abs(high) / 2, 0.01);
            low -= low == 0 ? 0 : room;
            high += room;
        }
        double step = step(low, high);
        return new Scale(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, start, end, step);
    }

    double at(double number) {
        return start + (number - from) / (to - from) * (end - start);
    }

    /** Round numbers, four to eight or so. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; from + i * step <= to + step / 1e6; i++) {
            ticks.add(from + i * step);
        }
        return ticks;
    }

    /** A tick as people read it, as exact as ticks are apart. */
    String label(double tick) {
        int places = (int) Math.max(0, Math.min(9, -Math.floor(Math.log10(step) + 1e-9)));
        String label = String.format(Locale.ROOT, "%." + places + "f", tick);
        return label.matches("-0(\\.0*)?") ? label.substring(1) : label;
    }

    private static double step(double low, double high) {
        double rough = (high - low) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    }
}
