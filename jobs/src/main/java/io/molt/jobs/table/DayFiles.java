package io.molt.jobs.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What {@code _files.json} says of a day that was compacted: which files stand for which others.
 *
 * <p>A reader reads it first and lists the folder then. The rows of the day are those of {@code files}, each under its name or,
 * until nobody looks at what it replaces any more, under its {@link #hidden} one; and those of every other finished file of the
 * folder that is not {@code replaced}: they came later. Without a {@code _files.json} all finished files count.
 *
 * @param files names in this folder
 * @param replaced names in this folder; some or all are deleted already
 * @param writtenAtMillis epoch milliseconds UTC
 */
public record DayFiles(List<String> files, List<String> replaced, long writtenAtMillis) {

    /** The name of the file. */
    public static final String NAME = "_files.json";

    /** A folder that was never compacted. */
    public static final DayFiles NONE = new DayFiles(List.of(), List.of(), 0);

    private static final ObjectMapper JSON = new ObjectMapper();

    public DayFiles {
        files = List.copyOf(files);
        replaced = List.copyOf(replaced);
    }

    /**
     * What the bytes of a {@code _files.json} say.
     *
     * @throws IOException if it is none
     */
    public static DayFiles read(byte[] bytes) throws IOException {
        JsonNode root = JSON.readTree(bytes);
        if (root == null
                || !root.path("files").isArray()
                || !root.path("replaced").isArray()) {
            throw new IOException(NAME + " has no files and replaced");
        }
        return new DayFiles(
                names(root.path("files")),
                names(root.path("replaced")),
                root.path("writtenAtMillis").asLong());
    }

    public byte[] bytes() {
        ObjectNode root = JSON.createObjectNode();
        files.forEach(root.putArray("files")::add);
        replaced.forEach(root.putArray("replaced")::add);
        root.put("writtenAtMillis", writtenAtMillis);
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /** The name of a file that readers who know nothing of {@code _files.json} do not see yet. */
    public static String hidden(String name) {
        return "_" + name + ".new";
    }

    /** Whether a name is that of a finished file that anybody may read. */
    public static boolean isFinished(String name) {
        return name.endsWith(".parquet") && !name.startsWith(".") && !name.startsWith("_");
    }

    /**
     * Which of the names in the folder hold its rows, each row once.
     *
     * @throws FileNotFoundException if the folder was compacted meanwhile: look again
     */
    public List<String> of(Collection<String> names) throws FileNotFoundException {
        List<String> rows = new ArrayList<>();
        for (String file : files) {
            if (names.contains(file)) {
                rows.add(file);
            } else if (names.contains(hidden(file))) {
                rows.add(hidden(file));
            } else {
                throw new FileNotFoundException(file + " is gone");
            }
        }
        names.stream()
                .filter(name -> isFinished(name) && !files.contains(name) && !replaced.contains(name))
                .forEach(rows::add);
        return rows;
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
