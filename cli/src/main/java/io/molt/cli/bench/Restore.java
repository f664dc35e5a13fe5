package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.jobs.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * ScoreJob comes back with many open sessions. Their turns are not sealed: a key each would take longer to make than all the
 * rest, and state holds them open anyway.
 *
 * @param sessions that are open
 */
record Restore(int sessions) implements BenchPart {

    private static final double LONGEST_SECONDS = 30;

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
                Admin admin = BenchJob.prepared(broker)) {
            try (BenchTurns input = new BenchTurns(broker.brokers(), "", 2)) {
                input.sessions("o", sessions, 1, false);
            }
            Path checkpoints = directory.resolve("checkpoints");
            BenchJob.score(broker.brokers(), "").secondsToTheEnd(admin, checkpoints);
            report.put("open_sessions", sessions).put("checkpoint_bytes", size(checkpoints));
            double seconds = BenchJob.score(broker.brokers(), "").secondsToRestore(checkpoints);
            report.put("seconds", seconds).put("longest_seconds", LONGEST_SECONDS);
            return seconds < LONGEST_SECONDS;
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
