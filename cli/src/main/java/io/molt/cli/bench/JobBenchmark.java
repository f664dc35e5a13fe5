package io.molt.cli.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt bench-job}: what the jobs promise of speed and of leaving each other alone. */
@Command(
        name = "bench-job",
        hidden = true,
        description = {
            "Times ScoreJob beside a job that only copies, a restore, checkpoints while steps run,",
            "agents beside one that misbehaves, and a replay; exit status 1 if a bound is broken."
        })
public final class JobBenchmark implements Callable<Integer> {

    /** What is measured, in this order. */
    private enum Part {
        THROUGHPUT,
        RESTORE,
        STEP,
        ISOLATION,
        REPLAY
    }

    @Option(names = "--only", split = ",", description = "of: ${COMPLETION-CANDIDATES}; in any case (default: all)")
    private List<Part> only = Arrays.asList(Part.values());

    @Option(names = "--turns", description = "turns to score (default: ${DEFAULT-VALUE})")
    private int turns = 100_000;

    @Option(names = "--sessions", description = "open sessions to restore (default: ${DEFAULT-VALUE})")
    private int sessions = 100_000;

    @Option(names = "--out", description = "the report (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "bench-job.json");

    @Override
    public Integer call() throws Exception {
        SortedMap<Part, BenchPart> parts = new TreeMap<>();
        only.forEach(part -> parts.put(part, measuring(part)));
        return BenchPart.runAll(parts, out);
    }

    private BenchPart measuring(Part part) {
        return switch (part) {
            case THROUGHPUT -> new Throughput(turns);
            case RESTORE -> new Restore(sessions);
            case STEP -> new StepDelay();
            case ISOLATION -> new Isolation();
            case REPLAY -> new ReplaySpeed(turns);
        };
    }
}
