package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From feedback to published for three agents, alone, beside one of whom the judge never answers, and beside one with eight
 * batches in the queue whose steps take four times as long.
 */
record Isolation() implements BenchPart {

    private static final double MOST = 1.5;
    private static final long STEP_MILLIS = 250;
    private static final long SLOW_STEP_MILLIS = 1_000;
    private static final int QUEUED = 8;
    private static final String HANGING = "hanging";
    private static final String SLOW = "slow";
    private static final List<String> AGENTS = List.of("agent-1", "agent-2", "agent-3");
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration PHASE = Duration.ofSeconds(45);
    private static final Duration JUDGE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_HANGING = Duration.ofMillis(100);

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        var trainer = new BenchTrainer(STEP_MILLIS, SLOW, SLOW_STEP_MILLIS);
        try (BenchJudge judge = BenchJudge.listening();
                BenchLoop loop = BenchLoop.start(
                        directory,
                        trainer,
                        Map.of(
                                "judge.kind", "llm",
                                "judge.url", judge.url(),
                                "judge.timeout", JUDGE_TIMEOUT.toString()))) {
            FeedbackUsers users = new FeedbackUsers(loop, AGENTS);
            users.talk(WARM_UP, () -> {});
            List<Long> alone = new ArrayList<>(users.talk(PHASE, () -> {}));
            List<Long> besideHanging = users.talk(PHASE, new Hangs(loop));
            users.talk(JUDGE_TIMEOUT.multipliedBy(2), () -> {});
            alone.addAll(users.talk(PHASE, () -> {}));
            List<Long> besideQueue = users.talk(PHASE, new Queues(loop));
            report.put("most_ratio", MOST)
                    .put("slow_versions", loop.announcements().newest(SLOW));
            Waits usual = Waits.of(alone);
            usual.write(report.putObject("alone"));
            boolean first = keeps(usual, besideHanging, report.putObject("beside_a_judge_that_hangs"));
            boolean second = keeps(usual, besideQueue, report.putObject("beside_" + QUEUED + "_queued_batches"));
            return first && second;
        }
    }

    private static boolean keeps(Waits usual, List<Long> millis, ObjectNode report) {
        Waits waits = Waits.of(millis);
        waits.write(report);
        double median = (double) waits.p50() / usual.p50();
        double high = (double) waits.p95() / usual.p95();
        report.put("ratio_p50", median).put("ratio_p95", high);
        return median <= MOST && high <= MOST;
    }

    /** An agent whose turns the judge never answers. */
    private static final class Hangs implements FeedbackUsers.Beside {

        private final BenchLoop loop;
        private long sessions;
        private long toldNanos;

        Hangs(BenchLoop loop) {
            this.loop = loop;
        }

        @Override
        public void act() throws Exception {
            if (sessions == 0 || System.nanoTime() - toldNanos > BETWEEN_HANGING.toNanos()) {
                loop.turns().session(HANGING, sessions, "The word is " + BenchJudge.HANG);
                sessions++;
                toldNanos = System.nanoTime();
            }
        }
    }

    /** An agent that always has eight batches which are not trained yet. */
    private static final class Queues implements FeedbackUsers.Beside {

        private final BenchLoop loop;
        private long sessions;

        Queues(BenchLoop loop) {
            this.loop = loop;
        }

        @Override
        public void act() throws Exception {
            while (sessions - loop.announcements().newest(SLOW) < QUEUED) {
                loop.turns().session(SLOW, sessions, "When is the meeting?");
                sessions++;
            }
        }
    }

    /**
     * How long they waited, milliseconds.
     *
     * @param count of versions
     * @param p50 the median
     * @param p95 nineteen of twenty waited no longer
     */
    private record Waits(int count, long p50, long p95) {

        static Waits of(List<Long> millis) {
            List<Long> sorted = millis.stream().sorted().toList();
            return new Waits(sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 95 / 100));
        }

        void write(ObjectNode report) {
            report.put("versions", count).put("p50_millis", p50).put("p95_millis", p95);
        }
    }
}
