package io.molt.operators.learn;

/** What an agent learns with. */
public enum Mode {
    /** Skills; no batch is ever formed. */
    SKILLS_ONLY,
    /** Skills and weights, at any time. */
    RL,
    /** Skills, and weights while the gate is open; it is shut until control opens it. */
    AUTO
}
