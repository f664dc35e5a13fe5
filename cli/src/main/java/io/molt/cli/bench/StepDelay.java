package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.score.ScoreJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How much longer a checkpoint takes while steps run, one after the other, than while nothing happens. */
record StepDelay() implements BenchPart {

    private static final long STEP_MILLIS = 3_000;
    private static final long LONGEST_DELAY_MILLIS = 1_000;
    private static final List<String> AGENTS = List.of("agent-1", "agent-2", "agent-3");
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration BUSY = Duration.ofSeconds(45);

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        var trainer = new BenchTrainer(STEP_MILLIS, "", 0);
        try (BenchLoop loop = BenchLoop.start(directory, trainer, Map.of("judge.kind", "rules"))) {
            new FeedbackUsers(loop, List.of("warm-up")).talk(WARM_UP, () -> {});
            var nobody = new FeedbackUsers(loop, List.of());
            Map<String, CheckpointTimes> quiet = watch(loop, nobody, QUIET);
            Map<String, CheckpointTimes> busy = watch(loop, new FeedbackUsers(loop, AGENTS), BUSY);
            report.put("step_millis", STEP_MILLIS)
                    .put(
                            "steps",
                            AGENTS.stream()
                                    .mapToLong(loop.announcements()::newest)
                                    .sum())
                    .put("longest_delay_millis", LONGEST_DELAY_MILLIS);
            boolean kept = true;
            for (Map.Entry<String, CheckpointTimes> job : busy.entrySet()) {
                CheckpointTimes without = quiet.get(job.getKey());
                ObjectNode own = report.putObject(job.getKey());
                without.write(own.putObject("without_steps"));
                job.getValue().write(own.putObject("while_steps_run"));
                // The longest of the one less the usual of the other.
                long delay = job.getValue().longestMillis() - without.medianMillis();
                own.put("delay_millis", delay);
                kept &= delay <= LONGEST_DELAY_MILLIS;
            }
            return kept;
        }
    }

    private static Map<String, CheckpointTimes> watch(BenchLoop loop, FeedbackUsers users, Duration time)
            throws Exception {
        var score = new CheckpointTimes(loop.flink(), ScoreJob.NAME);
        var learn = new CheckpointTimes(loop.flink(), LearnJob.NAME);
        users.talk(time, () -> {
            score.look();
            learn.look();
        });
        return Map.of(ScoreJob.NAME, score, LearnJob.NAME, learn);
    }
}
