package io.molt.operators.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A file system without rename, in which the test says what time it is. */
final class MemoryFiles implements StoreFiles {

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Long> times = new TreeMap<>();
    private final Path scratch;
    private long nowMillis;

    MemoryFiles(Path scratch) {
        this.scratch = scratch;
    }

    void now(long millis) {
        nowMillis = millis;
    }

    /** Every path there is. */
    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public void write(String path, byte[] content) {
        files.put(path, content.clone());
        times.put(path, nowMillis);
    }

    @Override
    public Path prepare(String directory) throws IOException {
        return Files.createTempDirectory(scratch, "prepare");
    }

    @Override
    public void place(Path prepared, String directory) throws IOException {
        try (Stream<Path> paths = Files.list(prepared)) {
            for (Path path : paths.toList()) {
                write(directory + "/" + path.getFileName(), Files.readAllBytes(path));
            }
        }
    }

    @Override
    public List<Entry> list(String directory) {
        Map<String, Long> entries = new TreeMap<>();
        for (String path : files.keySet()) {
            if (path.startsWith(directory + "/")) {
                String name = path.substring(directory.length() + 1).split("/", 2)[0];
                entries.merge(name, times.get(path), Math::max);
            }
        }
        List<Entry> list = new ArrayList<>();
        entries.forEach((name, millis) -> list.add(new Entry(name, millis)));
        return list;
    }

    @Override
    public void delete(String path) {
        files.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
    }
}
