package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.policy.files.DurableFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;

/** One part of {@code bench/job} or {@code bench/tables}: numbers, and whether they keep their bounds. */
interface BenchPart {

    /**
     * Measures.
     *
     * @param directory a fresh one; whoever calls deletes it
     * @param report gets the numbers and their bounds
     * @return true if the bounds are kept
     */
    boolean run(Path directory, ObjectNode report) throws Exception;

    /**
     * Measures one part after the other, writes and prints their report.
     *
     * @param parts by name, in their order
     * @return the exit status: 0 if all bounds are kept, else 1
     */
    static int runAll(SortedMap<? extends Enum<?>, BenchPart> parts, Path out) throws Exception {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        boolean kept = true;
        for (var part : parts.entrySet()) {
            ObjectNode own = report.putObject(part.getKey().name().toLowerCase(Locale.ROOT));
            Path directory = Files.createTempDirectory("molt-bench");
            try {
                boolean good = part.getValue().run(directory, own);
                own.put("kept", good);
                kept &= good;
            } finally {
                DurableFiles.deleteTree(directory);
            }
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, report.toPrettyString());
        System.out.println(report.toPrettyString());
        return kept ? 0 : 1;
    }
}
