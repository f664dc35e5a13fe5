package io.molt.operators.lora;

import io.molt.policy.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory on this machine, or one that is mounted: written beside, flushed, renamed.
 *
 * @param root where everything lies
 */
record LocalFiles(Path root) implements StoreFiles {

    @Override
    public String name() {
        return root.toString();
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path file = resolve(path);
        Files.createDirectories(file.getParent());
        DurableFiles.write(file, content);
    }

    @Override
    public Path prepare(String directory) throws IOException {
        Path parent = resolve(directory);
        Files.createDirectories(parent);
        return Files.createTempDirectory(parent, ".writing-");
    }

    @Override
    public void place(Path prepared, String directory) throws IOException {
        Path target = resolve(directory);
        DurableFiles.deleteTree(target);
        Files.createDirectories(target.getParent());
        Files.move(prepared, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.flushDirectory(target.getParent());
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        Path path = resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.list(path)) {
            for (Path each : paths.sorted().toList()) {
                entries.add(new Entry(
                        each.getFileName().toString(),
                        Files.getLastModifiedTime(each).toMillis()));
            }
        }
        return entries;
    }

    @Override
    public void delete(String path) throws IOException {
        DurableFiles.deleteTree(resolve(path));
    }

    private Path resolve(String path) {
        Path resolved = root.resolve(path).normalize();
        if (!resolved.startsWith(root.normalize())) {
            throw new IllegalArgumentException(path + " lies outside of the adapter store");
        }
        return resolved;
    }
}
