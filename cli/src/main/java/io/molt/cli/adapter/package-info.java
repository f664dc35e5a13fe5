/**
 * Adapter versions: what there is, which one serves, and whether the log gives the same again.
 *
 * <pre>
 * reads       the topics adapters, control and scored; the adapter store
 * writes      the topic control; the pins of the adapter store
 * guarantees  a version is pinned or rolled back to only if it can be served; refolding changes nothing
 * </pre>
 */
package io.molt.cli.adapter;
