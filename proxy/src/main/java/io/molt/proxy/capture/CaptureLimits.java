package io.molt.proxy.capture;

/**
 * How much may wait to be recorded before the newest is dropped.
 *
 * @param events requests and answers, from 2
 * @param characters of message bodies, from 1; the one that goes beyond is taken still, however long it is
 */
public record CaptureLimits(int events, long characters) {

    public CaptureLimits {
        if (events < 2 || characters < 1) {
            throw new IllegalArgumentException(
                    "a capture queue of " + events + " events and " + characters + " characters holds no turn");
        }
    }
}
