package io.molt.cli.comparison;

/**
 * A part of an agent's log.
 *
 * @param after the agentSeq before the first entry; 0 for the beginning
 * @param until the last agentSeq; {@link Long#MAX_VALUE} for all there is
 */
public record Span(long after, long until) {

    public static final Span ALL = new Span(0, Long.MAX_VALUE);

    boolean holds(long agentSeq) {
        return agentSeq > after && agentSeq <= until;
    }

    Span and(Span other) {
        return new Span(Math.max(after, other.after), Math.min(until, other.until));
    }

    /** The least that holds both. */
    Span hull(Span other) {
        return new Span(Math.min(after, other.after), Math.max(until, other.until));
    }

    @Override
    public String toString() {
        return (after == 0 ? "its beginning" : "entry " + (after + 1)) + " to "
                + (until == Long.MAX_VALUE ? "its end" : "entry " + until);
    }
}
