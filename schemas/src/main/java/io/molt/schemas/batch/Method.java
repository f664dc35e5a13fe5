package io.molt.schemas.batch;

/** How an agent's weights learn. */
public enum Method {
    /** Not at all. */
    NONE,
    /** Policy gradient on the reward. */
    BINARY,
    /** Hindsight distillation on turns with a hint. */
    OPD,
    /** Both, and a leash to the base policy. */
    COMBINED
}
