/**
 * Avro bytes for every topic.
 *
 * <pre>
 * reads       records of the other packages
 * writes      single-object encoded bytes, JSON manifests
 * guarantees  every released schema stays readable; bad bytes are an UnreadableRecord and nothing else
 * </pre>
 */
package io.molt.schemas.codec;
