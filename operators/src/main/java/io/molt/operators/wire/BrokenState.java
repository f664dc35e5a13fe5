package io.molt.operators.wire;

/** Keyed state could not be read or written. Unlike a bug on one record it fails the job, which then restarts from its checkpoint. */
public final class BrokenState extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BrokenState(Exception cause) {
        super("keyed state is broken", cause);
    }
}
