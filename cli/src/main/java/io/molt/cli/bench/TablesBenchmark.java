package io.molt.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.policy.files.DurableFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt bench-tables}: what the tables promise of speed and size. */
@Command(
        name = "bench-tables",
        hidden = true,
        description = {
            "Times TablesJob's way from a record into Parquet beside a plain Parquet writer of the same rows, compares the",
            "files with compressed JSON, and times queries over generated turns; exit status 1 if a bound is broken."
        })
public final class TablesBenchmark implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is measured, in this order. */
    private enum Part {
        WRITING,
        QUERIES
    }

    @Option(names = "--only", split = ",", description = "of: ${COMPLETION-CANDIDATES}; in any case (default: all)")
    private List<Part> only = Arrays.asList(Part.values());

    @Option(names = "--records", description = "scored turns to write (default: ${DEFAULT-VALUE})")
    private int records = 20_000;

    @Option(names = "--turns", description = "scored turns to query (default: ${DEFAULT-VALUE})")
    private int turns = 10_000_000;

    @Option(names = "--out", description = "the report (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "bench-tables.json");

    @Override
    public Integer call() throws Exception {
        ObjectNode report = JSON.createObjectNode();
        boolean kept = true;
        for (Part part : Part.values()) {
            if (only.contains(part)) {
                ObjectNode own = report.putObject(part.name().toLowerCase(Locale.ROOT));
                boolean good = run(part, own);
                own.put("kept", good);
                kept &= good;
            }
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        System.out.println(report.toPrettyString());
        return kept ? 0 : 1;
    }

    private boolean run(Part part, ObjectNode report) throws Exception {
        BenchPart measured =
                switch (part) {
                    case WRITING -> new RowWriting(records);
                    case QUERIES -> new TableQueries(turns);
                };
        Path directory = Files.createTempDirectory("molt-bench");
        try {
            return measured.run(directory, report);
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }
}
