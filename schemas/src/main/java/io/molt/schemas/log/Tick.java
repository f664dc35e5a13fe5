package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

/** Log time has passed; the fold sees no clock but this. */
public record Tick(LogPosition position) implements LogEntry {

    public Tick {
        requireNonNull(position, "position");
    }
}
