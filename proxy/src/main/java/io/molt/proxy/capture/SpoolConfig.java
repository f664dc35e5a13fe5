package io.molt.proxy.capture;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.spool.Backlog;
import io.molt.proxy.spool.Spool;
import io.molt.proxy.spool.SpoolSync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where turns wait while Kafka is away.
 *
 * @param directory of this proxy alone; empty to keep them in memory for a while, and then to lose them
 * @param bytes of all files together, from 1 MiB
 * @param sync when a record in a file counts as kept
 */
public record SpoolConfig(Optional<Path> directory, long bytes, SpoolSync sync) {

    public static final SpoolConfig NONE = new SpoolConfig(Optional.empty(), 1 << 20, SpoolSync.NEVER);

    public SpoolConfig {
        requireNonNull(directory, "directory");
        requireNonNull(sync, "sync");
        if (bytes < 1 << 20) {
            throw new IllegalArgumentException("a spool of " + bytes + " bytes is too small");
        }
    }

    boolean isNone() {
        return directory.isEmpty();
    }

    Backlog open() throws IOException {
        return directory.isEmpty() ? Backlog.NONE : Spool.open(directory.get(), bytes);
    }
}
