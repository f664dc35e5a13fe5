package io.molt.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads files, one session at a time, and hands on the turns that are not known. */
final class ImportRun {

    static final int LONGEST_LINE = 32 << 20;
    static final long LARGEST_SESSION = 128L << 20;

    private final Format format;
    private final String agentId;
    private final KnownTurns known;
    private final Consumer<ImportedTurn> out;
    private long sessions;
    private long turns;
    private long fresh;
    private long skipped;

    /**
     * Nothing was read.
     *
     * @param known what is recorded already; turns that are handed on are added
     * @param out gets every turn that is new, in order
     */
    ImportRun(Format format, String agentId, KnownTurns known, Consumer<ImportedTurn> out) {
        this.format = format;
        this.agentId = agentId;
        this.known = known;
        this.out = out;
    }

    /** Reads a file, as much of it as can be read; returns what could not, a text for each. */
    List<String> read(Path file) throws IOException {
        Problems problems = new Problems(file);
        long modified = Math.max(1, Files.getLastModifiedTime(file).toMillis());
        try (InputStream in = Files.newInputStream(file)) {
            read(in, modified, problems);
        }
        skipped += problems.count();
        return problems.lines();
    }

    void read(InputStream in, long startMillis, Problems problems) throws IOException {
        Lines lines = new Lines(in, LONGEST_LINE);
        History history = new History(startMillis);
        long size = 0;
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            size += line.get().length;
            try {
                if (lines.isCut()) {
                    throw new Unreadable("is longer than " + LONGEST_LINE + " bytes");
                }
                if (size > LARGEST_SESSION) {
                    throw new Unreadable("comes after the first " + LARGEST_SESSION + " bytes of its session");
                }
                Optional<ObjectNode> json = object(line.get());
                if (json.isPresent()) {
                    format.read(json.get(), history);
                }
            } catch (Unreadable e) {
                problems.add(lines.number(), e.getMessage());
            }
            if (format.oneLineIsASession()) {
                end(history);
                history = new History(startMillis);
                size = 0;
            }
        }
        if (history.session().isEmpty() && !history.replies().isEmpty()) {
            problems.add(lines.number(), "no line of the file says which session it is");
        }
        end(history);
    }

    private static Optional<ObjectNode> object(byte[] line) throws Unreadable {
        try {
            JsonNode json = JsonText.parse(line);
            if (json.isMissingNode()) {
                return Optional.empty(); // an empty line
            }
            if (json instanceof ObjectNode object) {
                return Optional.of(object);
            }
        } catch (IOException e) {
            throw new Unreadable("is not JSON");
        }
        throw new Unreadable("is not a JSON object");
    }

    private void end(History history) {
        if (history.session().isEmpty()) {
            return;
        }
        sessions++;
        String sessionId = ImportedTurn.session(format.name(), history.session());
        ImportedTurn.each(history, agentId, sessionId, turn -> {
            turns++;
            if (known.isNew(turn)) {
                fresh++;
                out.accept(turn);
            }
        });
    }

    long sessions() {
        return sessions;
    }

    /** All that were read, also those that are known. */
    long turns() {
        return turns;
    }

    long fresh() {
        return fresh;
    }

    /** Lines that could not be read. */
    long skipped() {
        return skipped;
    }
}
