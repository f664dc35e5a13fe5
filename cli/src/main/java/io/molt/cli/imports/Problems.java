package io.molt.cli.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What could not be read of one file: the first lines by number and reason, the rest counted. */
final class Problems {

    private static final int MOST_NAMED = 10;

    private final Path file;
    private final List<String> named = new ArrayList<>();
    private long count;

    Problems(Path file) {
        this.file = file;
    }

    void add(long line, String reason) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(file + ":" + line + ": " + reason);
        }
    }

    long count() {
        return count;
    }

    /** One text per problem, and one for those that are not named. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(named);
        if (count > named.size()) {
            lines.add(file + ": " + (count - named.size()) + " more");
        }
        return lines;
    }
}
