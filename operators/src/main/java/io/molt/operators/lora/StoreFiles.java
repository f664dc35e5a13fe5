package io.molt.operators.lora;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file system under an {@link AdapterStore}; local, or one without rename such as an object store. Paths are relative
 * to the store, with {@code /} between their segments.
 */
public interface StoreFiles {

    /** How messages name the store. */
    String name();

    /** The content of a file; empty if it is not there. */
    Optional<byte[]> read(String path) throws IOException;

    /** Writes a file, whole or not at all; in the place of one that is there. */
    void write(String path, byte[] content) throws IOException;

    /** A new empty directory on this machine, in which data is prepared for a directory of the store. */
    Path prepare(String directory) throws IOException;

    /** Moves prepared files into a directory of the store, in the place of what is there. Not at once: until a manifest names the directory, nobody reads it. */
    void place(Path prepared, String directory) throws IOException;

    /** What is in a directory; empty if it is not there. */
    List<Entry> list(String directory) throws IOException;

    /** Removes a file, or a directory with everything in it, if it is there. */
    void delete(String path) throws IOException;

    /**
     * A file or directory.
     *
     * @param name its last segment
     * @param modifiedMillis when it was last written, epoch milliseconds UTC; of the newest file of a directory where
     *     directories have no time
     */
    record Entry(String name, long modifiedMillis) {}
}
