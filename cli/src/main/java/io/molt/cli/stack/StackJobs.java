package io.molt.cli.stack;

import io.molt.jobs.embedded.EmbeddedFlink;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.score.ScoreJob;
import io.molt.jobs.table.TablesJob;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The three jobs on one machine: a checkpoint each second keeps learning fast, one in fifteen keeps files few. */
final class StackJobs {

    static final String TABLES = TablesJob.NAME;

    private static final int PARALLELISM = 1;
    private static final int JOBS = 3;

    /** One slot per job and subtask. */
    static final int SLOTS = JOBS * PARALLELISM;

    private static final Duration FAST = Duration.ofSeconds(1);
    private static final Duration FILES = Duration.ofSeconds(15);

    private StackJobs() {}

    static void submit(FlinkCluster flink, Home home, StackConfig config) throws Exception {
        submit(flink, home, ScoreJob.NAME, FAST, ScoreJob::define, config.jobs().score());
        submit(flink, home, LearnJob.NAME, FAST, LearnJob::define, config.jobs().learn());
        submit(
                flink,
                home,
                TablesJob.NAME,
                FILES,
                TablesJob::define,
                config.jobs().tables());
    }

    private static <C> void submit(
            FlinkCluster flink,
            Home home,
            String name,
            Duration interval,
            BiConsumer<StreamExecutionEnvironment, C> define,
            C config)
            throws Exception {
        EmbeddedFlink.forgetOlderRuns(home.checkpoints(name));
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(
                EmbeddedFlink.job(home.checkpoints(name), interval, PARALLELISM));
        define.accept(environment, config);
        flink.submit(name, environment);
    }
}
