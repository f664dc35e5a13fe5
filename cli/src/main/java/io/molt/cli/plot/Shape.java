package io.molt.cli.plot;

import java.util.Locale;

/** Marks that are told apart without colour. */
public enum Shape {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND,
    UPSIDE_DOWN,
    CROSS;

    /** Of a series, 0 to 5. */
    public static Shape of(int series) {
        return values()[series % values().length];
    }

    /**
     * Draws a mark.
     *
     * @param r half its width
     * @param label what is said when it is pointed at
     */
    public void draw(Markup page, double x, double y, double r, String label) {
        page.open("path", "class", "mark", "d", path(x, y, r));
        page.leaf("title", label).close();
    }

    private String path(double x, double y, double r) {
        return switch (this) {
            case CIRCLE -> format(
                    "M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0z", x - r, y, r, r, 2 * r, r, r, -2 * r);
            case SQUARE -> format("M%.1f %.1fh%.1fv%.1fh%.1fz", x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r, -1.8 * r);
            case TRIANGLE -> format("M%.1f %.1fl%.1f %.1fh%.1fz", x, y - r, r, 1.8 * r, -2 * r);
            case DIAMOND -> format(
                    "M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz",
                    x, y - 1.2 * r, 1.2 * r, 1.2 * r, -1.2 * r, 1.2 * r, -1.2 * r, -1.2 * r);
            case UPSIDE_DOWN -> format("M%.1f %.1fl%.1f %.1fh%.1fz", x, y + r, r, -1.8 * r, -2 * r);
            case CROSS -> format(
                    "M%.1f %.1fh%.1fv%.1fh%.1fv%.1fh%.1fv%.1fh%.1fv%.1fh%.1fv%.1fh%.1fz",
                    x - r / 3,
                    y - r,
                    2 * r / 3,
                    2 * r / 3,
                    2 * r / 3,
                    2 * r / 3,
                    -2 * r / 3,
                    2 * r / 3,
                    -2 * r / 3,
                    -2 * r / 3,
                    -2 * r / 3,
                    -2 * r / 3,
                    2 * r / 3);
        };
    }

    private static String format(String path, Object... numbers) {
        return String.format(Locale.ROOT, path, numbers);
    }
}
