package io.molt.proxy.body;

/**
 * A place in a body.
 *
 * @param from first byte
 * @param to byte after the last one
 */
public record Extent(int from, int to) {

    public Extent {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no extent goes from " + from + " to " + to);
        }
    }

    public int length() {
        return to - from;
    }
}
