package io.molt.schemas.control;

/** What a control record asks for. */
public enum ControlKind {
    /** {@code mode}: skills_only, rl or auto. */
    SET_MODE,
    /** {@code method}: none, binary, opd or combined. */
    SET_METHOD,
    /** {@code size}, {@code minSize}: turns; {@code maxWait}: ISO-8601. */
    SET_BATCH,
    /** Form a batch from whatever is pending. */
    TRAIN_NOW,
    /** Training may run. */
    GATE_OPENED,
    /** Training must wait. */
    GATE_CLOSED,
    /** {@code version}: serve this one, whatever is newer. */
    PIN,
    /** {@code version}: serve this one, and train the next one from it. */
    ROLLBACK,
    /** {@code sessionId} or {@code turnId}: forget. */
    FORGET
}
