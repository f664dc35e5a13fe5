/**
 * Pictures made by hand: charts as inline SVG, for pages that stand alone.
 *
 * <pre>
 * reads       numbers and names
 * writes      {@link io.molt.cli.plot.Markup}
 * guarantees  well-formed, and text stays text whatever is in it; colours are classes {@code s0} to {@code s5} of the page's
 *             style, so that it can be light and dark; shapes and dashes tell series apart without colour
 * </pre>
 */
package io.molt.cli.plot;
