package io.molt.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.jobs.score.ScoreJobConfig;
import org.junit.jupiter.api.Test;

/** What a job says that cannot start. */
class JobMainTest {

    @Test
    void a_flink_without_our_libraries_is_told_what_to_copy_where() {
        ClassLoader bare = ClassLoader.getPlatformClassLoader();

        assertThatThrownBy(() -> FlinkLibrary.require(JobMain.LIBRARY, bare))
                .hasMessage(
                        "io.molt.schemas.Topics is not in Flink's lib/: copy everything of jobs/target/flink-lib there,"
                                + " on every machine, and restart Flink");
        assertThatCode(() -> FlinkLibrary.require(JobMain.LIBRARY, JobMain.class.getClassLoader()))
                .doesNotThrowAnyException();
    }

    @Test
    void settings_that_are_no_pairs_are_refused_before_anything_else() {
        String[] arguments = {"--kafka.brokers", "k:1", "--batch.size"};

        assertThatThrownBy(() -> JobMain.run("score", arguments, ScoreJobConfig::from, (env, config) -> {}))
                .hasMessage("arguments are pairs of --key and value, but this is --batch.size");
    }
}
