package io.molt.cli.drill;

/**
 * A turn whose answer a client has read to its end.
 *
 * @param session agent, slash, session
 * @param turnId as the proxy named it
 * @param endNanos {@link System#nanoTime} when the end had come
 */
record Seen(String session, String turnId, long endNanos) {}
