package io.molt.schemas.log;

/** What the topic {@code scored} carries: an agent's log, the only input of learning. */
public sealed interface LogEntry permits ScoredTurn, ControlEntry, Tick {

    LogPosition position();
}
