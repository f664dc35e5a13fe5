package io.molt.schemas.log;

/** What followed a turn. */
public enum NextStateKind {
    USER_REPLY,
    TOOL_RESULT,
    /** Nothing came until the session closed. */
    SILENCE,
    /** Something followed that can no longer be read: the client compacted or rewrote its history. */
    UNKNOWN
}
