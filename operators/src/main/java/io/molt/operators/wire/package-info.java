/**
 * The shapes in which records cross Flink's edges.
 *
 * <pre>
 * reads       -
 * writes      -
 * guarantees  every type here is serialized by Flink without Kryo; a sealed type never crosses an edge
 * </pre>
 */
package io.molt.operators.wire;
