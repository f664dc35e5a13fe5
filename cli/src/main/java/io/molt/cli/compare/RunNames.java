package io.molt.cli.compare;

import io.molt.cli.replay.ReplayReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people call runs. */
final class RunNames {

    /** The installation's own tables and store. */
    static final String LIVE = "live";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.\\d+)?");

    private RunNames() {}

    /**
     * The runs that are meant: a sweep's name stands for all its runs, in their order.
     *
     * @throws IllegalArgumentException if there is no such replay, or a run is named twice
     */
    static List<String> of(Path home, List<String> typed) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : typed) {
            List<String> meant = meant(home, name);
            for (String each : meant) {
                if (names.contains(each)) {
                    throw new IllegalArgumentException(each + " is named twice");
                }
                names.add(each);
            }
        }
        if (names.size() < 2) {
            throw new IllegalArgumentException(
                    "it takes two runs to compare: live, or a replay" + thereAre(home) + "; given was " + names);
        }
        return names;
    }

    private static List<String> meant(Path home, String name) throws IOException {
        Path replays = home.resolve(ReplayReport.DIRECTORY);
        if (name.equals(LIVE)) {
            return List.of(LIVE);
        }
        if (NAME.matcher(name).matches() && Files.isDirectory(replays.resolve(name))) {
            return List.of(name);
        }
        List<String> sweep = new ArrayList<>();
        if (NAME.matcher(name).matches()) {
            for (int run = 1; Files.isDirectory(replays.resolve(name + "." + run)); run++) {
                sweep.add(name + "." + run);
            }
        }
        if (sweep.isEmpty()) {
            throw new IllegalArgumentException("there is no replay " + name + thereAre(home));
        }
        return sweep;
    }

    private static String thereAre(Path home) throws IOException {
        Path replays = home.resolve(ReplayReport.DIRECTORY);
        if (!Files.isDirectory(replays)) {
            return "; there are none yet, molt replay makes one";
        }
        try (Stream<Path> found = Files.list(replays)) {
            return found.filter(Files::isDirectory)
                    .map(replay -> replay.getFileName().toString())
                    .sorted()
                    .collect(Collectors.joining(", ", "; there are: ", ""));
        }
    }
}
