package io.molt.jobs.rewrite;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Rows of a file.
 *
 * @param file which
 * @param rows how many, at least 1
 */
public record FileRows(Path file, long rows) {

    public FileRows {
        requireNonNull(file, "file");
        if (rows < 1) {
            throw new IllegalArgumentException("of " + file + " " + rows + " rows were named");
        }
    }
}
