package io.molt.cli.table;

import io.molt.cli.replay.ReplayReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All directories of tables below a home: the live ones, and those of its replays.
 *
 * @param directories that there are, the live ones first
 * @param unfinished names of the replays that may still be writing
 */
public record HomeTables(List<Path> directories, List<String> unfinished) {

    public HomeTables {
        directories = List.copyOf(directories);
        unfinished = List.copyOf(unfinished);
    }

    public static HomeTables of(Path home) throws IOException {
        List<Path> directories = new ArrayList<>(List.of(home.resolve("tables")));
        List<String> unfinished = new ArrayList<>();
        Path replays = home.resolve(ReplayReport.DIRECTORY);
        if (Files.isDirectory(replays)) {
            try (Stream<Path> all = Files.list(replays)) {
                for (Path replay : all.filter(Files::isDirectory).sorted().toList()) {
                    directories.add(replay.resolve("tables"));
                    if (!ReplayReport.isWhole(replay)) {
                        unfinished.add(replay.getFileName().toString());
                    }
                }
            }
        }
        return new HomeTables(directories.stream().filter(Files::isDirectory).toList(), unfinished);
    }
}
