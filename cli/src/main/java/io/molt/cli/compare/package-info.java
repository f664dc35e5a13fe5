/**
 * {@code molt compare}.
 *
 * <pre>
 * reads       tables, adapter stores and {@code replay.json} of an installation and of its replays
 * writes      text or JSON on standard output, and one HTML file
 * guarantees  changes nothing; what people said appears in the HTML as text, whatever is in it
 * </pre>
 */
package io.molt.cli.compare;
