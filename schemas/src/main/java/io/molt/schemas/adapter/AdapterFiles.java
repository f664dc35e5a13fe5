package io.molt.schemas.adapter;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where a version's weights lie.
 *
 * @param directory relative to the adapter store; the parent's if the version is skipped or refused; empty for the base
 * @param files everything in it
 */
public record AdapterFiles(String directory, List<FileDigest> files) {

    public AdapterFiles {
        requireNonNull(directory, "directory");
        files = List.copyOf(files);
    }
}
