package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.control.ControlRecord;

/**
 * A setting or command took its place in the log.
 *
 * @param position where
 * @param command what
 */
public record ControlEntry(LogPosition position, ControlRecord command) implements LogEntry {

    public ControlEntry {
        requireNonNull(position, "position");
        requireNonNull(command, "command");
    }
}
