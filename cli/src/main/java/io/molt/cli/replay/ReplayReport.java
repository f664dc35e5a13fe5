package io.molt.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.policy.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a replay was and what came of it; {@code replay.json} has these names in snake case.
 *
 * @param name of the replay
 * @param set what it had instead of the recorded settings
 * @param from ISO 8601 or empty
 * @param to ISO 8601 or empty
 * @param without ids of the turns left out
 * @param base version that training started from; -1 for the one that the window began with
 * @param agent whose log; empty for all
 * @param windows by agent
 * @param entries of the logs that were folded
 * @param versions that were made
 * @param seconds that it took
 * @param cores that it was allowed
 */
public record ReplayReport(
        String name,
        Map<String, String> set,
        String from,
        String to,
        List<String> without,
        long base,
        String agent,
        Map<String, Window> windows,
        long entries,
        long versions,
        double seconds,
        int cores) {

    /** Of the directory of replays in a home directory. */
    public static final String DIRECTORY = "replays";

    private static final String FILE = "replay.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /**
     * What was made for one agent.
     *
     * @param firstVersion that the replay made
     * @param lastVersion that the replay made
     * @param lastSeq the entry that completed the last batch
     */
    public record Window(long firstVersion, long lastVersion, long lastSeq) {}

    /** Log time of {@link #from}, epoch milliseconds UTC. */
    public long fromMillis() {
        return from.isEmpty() ? Long.MIN_VALUE : Moment.start(from);
    }

    /** Log time of {@link #to}, epoch milliseconds UTC. */
    public long toMillis() {
        return to.isEmpty() ? Long.MAX_VALUE : Moment.end(to);
    }

    /** Makes the replay whole. */
    void write(Path replay) throws IOException {
        DurableFiles.write(replay.resolve(FILE), JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a replay came to its end; one that did not may be running. */
    public static boolean isWhole(Path replay) {
        return Files.exists(replay.resolve(FILE));
    }

    /**
     * Reads what a replay was.
     *
     * @throws IllegalStateException if it did not come to its end
     */
    public static ReplayReport read(Path replay) throws IOException {
        if (!isWhole(replay)) {
            throw new IllegalStateException(
                    "the replay " + replay.getFileName() + " did not come to its end; run it again with --again");
        }
        return JSON.readValue(replay.resolve(FILE).toFile(), ReplayReport.class);
    }
}
