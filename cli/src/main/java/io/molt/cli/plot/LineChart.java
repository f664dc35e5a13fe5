package io.molt.cli.plot;

import java.util.List;

/**
 * Curves over whole numbers, such as versions.
 *
 * @param title what is shown, with its unit
 * @param series curves; what one has no value for, it has no point for
 */
public record LineChart(String title, List<Series> series) {

    private static final double WIDTH = 360;
    private static final double HEIGHT = 200;
    private static final double LEFT = 48;
    private static final double RIGHT = WIDTH - 12;
    private static final double TOP = 12;
    private static final double BOTTOM = HEIGHT - 26;

    public LineChart {
        series = List.copyOf(series);
    }

    /**
     * A curve.
     *
     * @param colour 0 to 5
     * @param points from left to right
     */
    public record Series(int colour, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A point of a curve.
     *
     * @param x a whole number
     * @param y its value
     * @param label what is said when it is pointed at
     */
    public record Point(long x, double y, String label) {}

    /** Draws; nothing if no curve has a point. */
    public void draw(Markup page) {
        List<Point> all =
                series.stream().flatMap(each -> each.points().stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        Scale y = Scale.around(
                all.stream().mapToDouble(Point::y).min().orElse(0),
                all.stream().mapToDouble(Point::y).max().orElse(0),
                BOTTOM,
                TOP);
        long first = all.stream().mapToLong(Point::x).min().orElse(0);
        long last = all.stream().mapToLong(Point::x).max().orElse(0);
        Scale x = new Scale(first - 0.5, last + 0.5, LEFT, RIGHT, 1);
        page.open("figure").leaf("figcaption", title);
        page.open("svg", "viewBox", "0 0 360 200", "role", "img", "aria-label", title);
        axes(page, x, y, first, last);
        series.forEach(each -> curve(page, each, x, y));
        page.close().close().line();
    }

    private static void axes(Markup page, Scale x, Scale y, long first, long last) {
        for (double tick : y.ticks()) {
            page.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", y.at(tick), "y2", y.at(tick));
            page.leaf("text", y.label(tick), "class", "tick end", "x", LEFT - 6, "y", y.at(tick) + 4);
        }
        long every = Math.max(1, (last - first) / 8);
        for (long tick = first; tick <= last; tick += every) {
            page.leaf("text", "v" + tick, "class", "tick mid", "x", x.at((double) tick), "y", HEIGHT - 8);
        }
    }

    private static void curve(Markup page, Series series, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        for (Point point : series.points()) {
            path.append(path.length() == 0 ? "M" : "L")
                    .append(Math.round(x.at((double) point.x()) * 10) / 10.0)
                    .append(' ')
                    .append(Math.round(y.at(point.y()) * 10) / 10.0);
        }
        page.open("g", "class", "s" + series.colour());
        page.empty("path", "class", "curve", "d", path);
        for (Point point : series.points()) {
            Shape.of(series.colour()).draw(page, x.at((double) point.x()), y.at(point.y()), 4.5, point.label());
        }
        page.close();
    }
}
