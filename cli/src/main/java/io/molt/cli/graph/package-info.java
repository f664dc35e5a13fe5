/**
 * Small pictures of what led to what.
 *
 * <pre>
 * reads       groups of things, and arrows between them
 * writes      text, JSON, an SVG picture, an HTML page
 * guarantees  pure; any text can stand anywhere: it is escaped, and characters that XML has not are replaced; no scripts,
 *             nothing fetched; the picture folds long lists, text, JSON and page have everything
 * </pre>
 */
package io.molt.cli.graph;
