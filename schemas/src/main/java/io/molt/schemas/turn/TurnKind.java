package io.molt.schemas.turn;

/** Whether a turn may teach. */
public enum TurnKind {
    /** The user's own work: scored, and trained on when eligible. */
    MAIN,
    /** Titles, summaries, heartbeats: forwarded and recorded, never trained and never injected. */
    SIDE
}
