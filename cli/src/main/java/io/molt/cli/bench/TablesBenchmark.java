package io.molt.cli.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
        SortedMap<Part, BenchPart> parts = new TreeMap<>();
        only.forEach(part -> parts.put(part, measuring(part)));
        return BenchPart.runAll(parts, out);
    }

    private BenchPart measuring(Part part) {
        return switch (part) {
            case WRITING -> new RowWriting(records);
            case QUERIES -> new TableQueries(turns);
        };
    }
}
