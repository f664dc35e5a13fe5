package io.molt.schemas.adapter;

/** What became of a batch's step. */
public enum VersionStatus {
    /** Trained; served, and parent of the next. */
    ACCEPTED,
    /** No step was made, or it failed (NaN, empty batch); the version is its parent's weights. */
    SKIPPED,
    /** Trained, and refused by the quality gate; the version is its parent's weights. */
    REFUSED
}
