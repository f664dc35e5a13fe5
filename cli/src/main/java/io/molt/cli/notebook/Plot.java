package io.molt.cli.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * A picture of a table, in the grammar of graphics: columns become x, y and color, layers draw them.
 *
 * <p>Drawn as SVG without AWT, so that it needs neither a screen nor a font on this machine.
 */
public final class Plot implements Showable {

    /** Told apart by people who see colors differently, too (Okabe and Ito). */
    private static final List<String> COLORS =
            List.of("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#F0E442");

    private static final int TICKS = 14;
    private static final String LABEL = "label of a square";

    private final Table table;
    private final Map<String, String> mapping = new LinkedHashMap<>();
    private final List<Map<String, Object>> layers = new ArrayList<>();
    private final Map<String, Object> spec = new HashMap<>();
    private String title = "";
    private Optional<String> labelled = Optional.empty();
    private double width = 640;

    /** Starts a picture; one of a table without rows says so in words. */
    public Plot(Table table) {
        this.table = table;
    }

    /** Which column is the place from left to right. */
    public Plot x(String column) {
        return map("x", column);
    }

    /** Which column is the height. */
    public Plot y(String column) {
        return map("y", column);
    }

    /** Which column is the color, of lines and of areas. */
    public Plot color(String column) {
        map("color", column);
        return map("fill", column);
    }

    /** One small picture per value of this column, each with a height of its own. */
    public Plot panels(String column) {
        table.column(column);
        int count = new TreeSet<>(texts(column)).size();
        width = count > 1 ? 900 : width;
        spec.put(
                "facet",
                values(
                        "name",
                        "wrap",
                        "facets",
                        new ArrayList<>(List.of(column)),
                        "ncol",
                        Math.min(3, count),
                        "scales",
                        "free_y"));
        return this;
    }

    public Plot title(String text) {
        title = text;
        spec.put("ggtitle", values("text", text));
        return this;
    }

    /** Bars that stand on each other where they share a place. */
    public Plot bars() {
        return layer(values("geom", "bar", "stat", "identity"));
    }

    /** Bars that stand beside each other where they share a place. */
    public Plot barsSideBySide() {
        return layer(values("geom", "bar", "stat", "identity", "position", "dodge"));
    }

    /** One line per color. */
    public Plot lines() {
        layer(values("geom", "line", "size", 1.0));
        return points();
    }

    public Plot points() {
        return layer(values("geom", "point", "size", 3.0, "alpha", 0.8));
    }

    /** A square per x and y whose darkness is the column, which is also written on it. */
    public Plot squares(String column) {
        table.column(column);
        layer(values("geom", "tile", "show_legend", false, "mapping", values("fill", column)));
        labelled = Optional.of(column);
        return layer(values("geom", "text", "size", 8.0, "mapping", values("label", LABEL)));
    }

    @Override
    public Map<String, String> forms() {
        if (table.rows().isEmpty()) {
            return Map.of(TEXT, title + " (nothing to draw yet: no rows)");
        }
        return Map.of(TEXT, title + " (a picture of " + table.rows().size() + " rows)", SVG, svg());
    }

    private String svg() {
        spec.put("kind", "plot");
        spec.put("data", data());
        spec.put("mapping", new HashMap<>(mapping));
        spec.put("layers", new ArrayList<>(layers));
        spec.put("scales", scales());
        String svg = PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
                spec, new DoubleVector(width, 360), new UnsupportedRGBEncoder(), false);
        return svg.replaceFirst("<svg ", "<svg role=\"img\" aria-label=\"" + quoted(title) + "\" ");
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(Markup.escape(text));
    }

    private Map<String, Object> data() {
        Map<String, Object> data = new HashMap<>();
        table.columns().forEach(column -> data.put(column, drawable(column)));
        labelled.ifPresent(column -> data.put(LABEL, texts(column)));
        return data;
    }

    /** Numbers stay numbers; everything else is its text. */
    private List<Object> drawable(String column) {
        List<Object> drawn = new ArrayList<>();
        for (Object value : table.column(column)) {
            drawn.add(
                    value instanceof Number number
                            ? number.doubleValue()
                            : value instanceof Optional<?> ? null : value.toString());
        }
        return drawn;
    }

    private List<Object> scales() {
        List<Object> scales = new ArrayList<>();
        boolean gradient = layers.stream().anyMatch(layer -> "tile".equals(layer.get("geom")));
        if (gradient) {
            scales.add(values(
                    "aesthetic", "fill", "scale_mapper_kind", "color_gradient", "low", "#F4F8FB", "high", "#56B4E9"));
        } else if (mapping.containsKey("color") && !isNumeric(mapping.get("color"))) {
            List<Object> order = new ArrayList<>(new TreeSet<>(texts(mapping.get("color"))));
            scales.add(values("aesthetic", "color", "values", new ArrayList<>(COLORS), "limits", order));
            scales.add(values("aesthetic", "fill", "values", new ArrayList<>(COLORS), "limits", order));
        }
        wholeTicks().ifPresent(ticks -> scales.add(values("aesthetic", "x", "breaks", ticks, "format", "d")));
        return scales;
    }

    /** Versions and rounds have no halves: a tick for each, while there is room. */
    private Optional<List<Object>> wholeTicks() {
        String column = mapping.getOrDefault("x", "");
        if (column.isEmpty() || !isNumeric(column)) {
            return Optional.empty();
        }
        TreeSet<Double> ticks = new TreeSet<>();
        table.column(column).forEach(value -> ticks.add(((Number) value).doubleValue()));
        boolean whole = ticks.size() <= TICKS && ticks.stream().allMatch(tick -> tick == Math.rint(tick));
        return whole ? Optional.of(new ArrayList<>(ticks)) : Optional.empty();
    }

    private boolean isNumeric(String column) {
        return table.column(column).stream().allMatch(Number.class::isInstance);
    }

    private List<String> texts(String column) {
        return new ArrayList<>(
                table.column(column).stream().map(Object::toString).toList());
    }

    private Plot map(String aesthetic, String column) {
        table.column(column);
        mapping.put(aesthetic, column);
        return this;
    }

    private Plot layer(Map<String, Object> layer) {
        layers.add(layer);
        return this;
    }

    /** lets-plot wants maps that it may change. */
    private static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }
}
