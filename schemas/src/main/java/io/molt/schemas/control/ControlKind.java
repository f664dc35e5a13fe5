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
    /**
     * {@code version}: serve this one, whatever is newer; {@code latest} ends it. With {@code canary}, another version, and
     * {@code share}, 0 to 100: that one answers so many per cent of the sessions that begin.
     */
    PIN,
    /** {@code version}, 0 for the base policy: serve this one, train the next one from it, and then serve that. */
    ROLLBACK,
    /**
     * {@code sessionId}, {@code turnId}, or {@code everything}={@code true}: nothing formed later uses what was recorded of it
     * until now, and its skills are retired; with {@code turnId} those of the session {@code content}, if it is given.
     */
    FORGET
}
