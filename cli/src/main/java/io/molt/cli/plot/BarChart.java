package io.molt.cli.plot;

import java.util.List;

/**
 * Bars of several series side by side, as shares of each series' own sum.
 *
 * @param title what is shown
 * @param names of the groups of bars, from left to right
 * @param series bars
 */
public record BarChart(String title, List<String> names, List<Series> series) {

    private static final double LEFT = 48;
    private static final double TOP = 12;
    private static final double HEIGHT = 220;
    private static final double BOTTOM = HEIGHT - 26;
    private static final double WIDTH = 520;
    private static final double RIGHT = WIDTH - 8;

    public BarChart {
        names = List.copyOf(names);
        series = List.copyOf(series);
    }

    /**
     * Bars of one colour.
     *
     * @param name of the series
     * @param colour 0 to 5
     * @param counts one for each group
     */
    public record Series(String name, int colour, List<Long> counts) {

        public Series {
            counts = List.copyOf(counts);
        }

        private long sum() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }

        private double share(int group) {
            return sum() == 0 ? 0 : 100.0 * counts.get(group) / sum();
        }
    }

    /** Draws; nothing if there is nothing to count. */
    public void draw(Markup page) {
        double highest = 0;
        for (Series each : series) {
            for (int group = 0; group < names.size(); group++) {
                highest = Math.max(highest, each.share(group));
            }
        }
        if (highest == 0) {
            return;
        }
        Scale y = Scale.around(0, highest, BOTTOM, TOP);
        page.open("figure").leaf("figcaption", title);
        page.open("svg", "viewBox", "0 0 520 220", "role", "img", "aria-label", title);
        for (double tick : y.ticks()) {
            page.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", y.at(tick), "y2", y.at(tick));
            page.leaf("text", y.label(tick) + " %", "class", "tick end", "x", LEFT - 6, "y", y.at(tick) + 4);
        }
        double group = (RIGHT - LEFT) / names.size();
        for (int i = 0; i < names.size(); i++) {
            double middle = LEFT + (i + 0.5) * group;
            page.leaf("text", names.get(i), "class", "tick mid", "x", middle, "y", HEIGHT - 8);
            bars(page, i, middle, group, y);
        }
        page.close().close().line();
    }

    private void bars(Markup page, int group, double middle, double room, Scale y) {
        double bar = Math.min(28, 0.8 * room / series.size());
        double x = middle - bar * series.size() / 2;
        for (Series each : series) {
            double top = y.at(each.share(group));
            if (each.counts().get(group) > 0) {
                page.open("g", "class", "s" + each.colour());
                page.open(
                        "rect",
                        "class",
                        "bar",
                        "x",
                        x + 1,
                        "y",
                        top,
                        "width",
                        bar - 2,
                        "height",
                        BOTTOM - top,
                        "rx",
                        2);
                page.leaf(
                        "title",
                        String.format("%s: %d of %d", each.name(), each.counts().get(group), each.sum()));
                page.close().close();
            }
            x += bar;
        }
    }
}
