/**
 * Turns as spans of OpenTelemetry, by its semantic conventions for generative AI; off unless somebody wants them.
 *
 * <pre>
 * reads       a turn as it begins, with its client's {@code traceparent}; what it ended with
 * writes      a span per turn, by OTLP over HTTP; the span's own {@code traceparent} for the upstream
 * guarantees  no prompt, reply or key in a span; no turn waits for one; what cannot be sent is dropped and counted
 * </pre>
 */
package io.molt.proxy.trace;
