package io.molt.schemas.turn;

/**
 * When a turn happened, epoch milliseconds UTC on the proxy's clock.
 *
 * @param requestedAtMillis the request arrived
 * @param firstTokenAtMillis the first byte of the reply left the proxy; 0 if none did
 * @param answeredAtMillis the reply ended, well or badly
 */
public record Timing(long requestedAtMillis, long firstTokenAtMillis, long answeredAtMillis) {}
