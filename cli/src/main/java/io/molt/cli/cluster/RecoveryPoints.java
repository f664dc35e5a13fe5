package io.molt.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a job can go on from: retained checkpoints of any of its runs, and savepoints, in one directory per job. */
public final class RecoveryPoints {

    private static final String METADATA = "_metadata";
    /** {@code <job id>/chk-N/_metadata}. */
    private static final int DEPTH = 3;

    private RecoveryPoints() {}

    /**
     * The newest complete one. Runs have directories of their own and count from one again, so that time decides; the state
     * of a savepoint stopped at is newer than any checkpoint before it.
     */
    public static Optional<Path> newest(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(directory, DEPTH, (file, attributes) -> isMetadata(file))) {
            return files.max(Comparator.comparingLong(RecoveryPoints::written).thenComparing(RecoveryPoints::number))
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMetadata(Path file) {
        return file.getFileName().toString().equals(METADATA);
    }

    private static long number(Path metadata) {
        String name = metadata.getParent().getFileName().toString();
        return name.startsWith("chk-") ? Long.parseLong(name.substring("chk-".length())) : Long.MAX_VALUE;
    }

    private static long written(Path metadata) {
        try {
            return Files.getLastModifiedTime(metadata).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
