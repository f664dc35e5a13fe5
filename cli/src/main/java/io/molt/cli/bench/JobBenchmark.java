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

/** {@code molt bench-job}: what the jobs promise of speed and of leaving each other alone. */
@Command(
        name = "bench-job",
        hidden = true,
        description = {
            "Times ScoreJob beside a job that only copies, a restore, checkpoints while steps run,",
            "agents beside one that misbehaves, and a replay; exit status 1 if a bound is broken."
        })
public final class JobBenchmark implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

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
                    case THROUGHPUT -> new Throughput(turns);
                    case RESTORE -> new Restore(sessions);
                    case STEP -> new StepDelay();
                    case ISOLATION -> new Isolation();
                    case REPLAY -> new ReplaySpeed(turns);
                };
        Path directory = Files.createTempDirectory("molt-bench");
        try {
            return measured.run(directory, report);
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }
}
