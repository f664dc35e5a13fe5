package io.molt.jobs.rewrite;

import io.molt.jobs.table.DayFiles;
import io.molt.policy.files.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A day of a table on this machine's disk. Each change is durable and whole when its method returns.
 *
 * @param path the folder
 * @param reached told before each change; a test dies there
 */
record DayFolder(Path path, Consumer<String> reached) {

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    DayFiles listed() throws IOException {
        Path list = path.resolve(DayFiles.NAME);
        return Files.exists(list) ? DayFiles.read(Files.readAllBytes(list)) : DayFiles.NONE;
    }

    void list(DayFiles files) throws IOException {
        reached.accept("write the list");
        DurableFiles.write(path.resolve(DayFiles.NAME), files.bytes());
    }

    void rename(String from, String to) throws IOException {
        reached.accept("rename to " + to);
        try (FileChannel channel = FileChannel.open(path.resolve(from), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                path.resolve(from),
                path.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.flushDirectory(path);
    }

    void delete(String name) throws IOException {
        if (has(name)) {
            reached.accept("delete " + name);
            Files.delete(path.resolve(name));
        }
    }
}
