package io.molt.proxy.redact;

/**
 * A piece of a text.
 *
 * @param start position of its first character
 * @param end position after its last
 */
record Span(int start, int end) {

    Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span from " + start + " to " + end);
        }
    }
}
