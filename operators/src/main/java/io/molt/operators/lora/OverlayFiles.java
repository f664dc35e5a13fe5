package io.molt.operators.lora;

import io.molt.policy.adapter.AdapterDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store of its own that goes on from what another one has. Only learners are read there: directories are named for their
 * content, so that it does not matter where they lie. Nothing is ever written to the other store.
 *
 * @param own what is written, and read first
 * @param below where a learner is read that {@code own} has not
 */
public record OverlayFiles(StoreFiles own, StoreFiles below) implements StoreFiles {

    @Override
    public String name() {
        return own.name();
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        Optional<byte[]> found = own.read(path);
        return found.isEmpty() && path.endsWith("/" + AdapterDirectory.LEARNER) ? below.read(path) : found;
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        own.write(path, content);
    }

    @Override
    public Path prepare(String directory) throws IOException {
        return own.prepare(directory);
    }

    @Override
    public void place(Path prepared, String directory) throws IOException {
        own.place(prepared, directory);
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        return own.list(directory);
    }

    @Override
    public void delete(String path) throws IOException {
        own.delete(path);
    }
}
