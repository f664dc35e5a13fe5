package io.molt.policy.decode;

/** A prompt that leaves no room for a reply. */
public final class ContextLengthExceeded extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int tokens;
    private final int limit;

    public ContextLengthExceeded(int tokens, int limit) {
        super("a prompt of " + tokens + " tokens leaves no room in a context of " + limit);
        this.tokens = tokens;
        this.limit = limit;
    }

    /** Tokens of the prompt. */
    public int tokens() {
        return tokens;
    }

    /** Tokens of prompt and reply together, at most. */
    public int limit() {
        return limit;
    }
}
