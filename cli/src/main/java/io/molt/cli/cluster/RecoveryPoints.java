package io.molt.cli.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a job can go on from: retained checkpoints of any of its runs, and savepoints, in one directory per job. */
public final class RecoveryPoints {

    private static final String METADATA = "_metadata";

    private RecoveryPoints() {}

    /**
     * The newest complete one: {@code <job id>/chk-N} or a savepoint. Runs have directories of their own and count from one
     * again, so that time decides; the state of a savepoint stopped at is newer than any checkpoint before it. Flink may
     * remove checkpoints meanwhile: what is gone is not seen.
     */
    public static Optional<Path> newest(Path directory) {
        return children(directory)
                .flatMap(run -> Stream.concat(Stream.of(run), children(run)))
                .map(point -> point.resolve(METADATA))
                .filter(Files::exists)
                .max(Comparator.comparingLong(RecoveryPoints::written).thenComparing(RecoveryPoints::number))
                .map(Path::getParent);
    }

    private static Stream<Path> children(Path directory) {
        return Optional.ofNullable(directory.toFile().listFiles()).stream()
                .flatMap(Arrays::stream)
                .map(File::toPath);
    }

    private static long number(Path metadata) {
        String name = metadata.getParent().getFileName().toString();
        return name.startsWith("chk-") ? Long.parseLong(name.substring("chk-".length())) : Long.MAX_VALUE;
    }

    private static long written(Path metadata) {
        return metadata.toFile().lastModified();
    }
}
