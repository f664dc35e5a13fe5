package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.learn.Advantages;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Mode;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnJobConfigTest {

    @Test
    void only_the_brokers_are_required() {
        LearnJobConfig config = read(Map.of("kafka.brokers", "k:1"));

        assertThat(config.learning())
                .isEqualTo(new LearnSettings(
                        Mode.RL,
                        new StepSettings(Method.COMBINED, LossName.PPO, 3, 1e-3, 0.05, 16, 32),
                        Advantages.NONE,
                        new BatchRule(16, 4, Duration.ofMinutes(10), Duration.ZERO),
                        new LearnSettings.Evolution(true, 4),
                        new LearnSettings.Quality(0, 0.5),
                        2,
                        1));
        assertThat(config.policy()).isEqualTo(Path.of("policy").toAbsolutePath());
        assertThat(config.adapters())
                .isEqualTo(
                        new StoreLocation(Path.of("adapters").toAbsolutePath().toString(), false));
    }

    @Test
    void every_setting_can_be_given() {
        Map<String, String> given = new HashMap<>(Map.of(
                "kafka.brokers", "k:1",
                "learn.mode", "auto",
                "learn.method", "opd",
                "learn.loss", "importance_sampling",
                "learn.passes", "2",
                "learn.learningRate", "5e-4",
                "learn.klToBase", "0",
                "learn.rank", "8",
                "learn.alpha", "16"));
        given.putAll(Map.of(
                "learn.advantage", "baseline",
                "learn.seed", "-7",
                "batch.size", "4",
                "batch.minSize", "1",
                "batch.maxWait", "PT2S",
                "batch.minStepInterval", "PT1S",
                "skills.enabled", "false",
                "skills.threshold", "1",
                "policy.directory", "/p",
                "adapters.directory", "s3://bucket/a"));
        given.putAll(Map.of(
                "adapters.fork", "true",
                "quality.heldOut", "0.2",
                "quality.maxDrop", "0.1",
                "trainer.devices", "cpu"));

        LearnJobConfig config = read(given);

        assertThat(config.learning())
                .isEqualTo(new LearnSettings(
                        Mode.AUTO,
                        new StepSettings(Method.OPD, LossName.IMPORTANCE_SAMPLING, 2, 5e-4, 0, 8, 16),
                        Advantages.BASELINE,
                        new BatchRule(4, 1, Duration.ofSeconds(2), Duration.ofSeconds(1)),
                        new LearnSettings.Evolution(false, 1),
                        new LearnSettings.Quality(0.2, 0.1),
                        2,
                        -7));
        assertThat(config.policy()).isEqualTo(Path.of("/p"));
        assertThat(config.adapters()).isEqualTo(new StoreLocation("s3://bucket/a", true));
    }

    @Test
    void every_problem_is_named_in_one_message() {
        Map<String, String> given = Map.of(
                "kafka.brokers", "k:1",
                "learn.passes", "0",
                "learn.method", "magic",
                "learn.rank", "x",
                "quality.heldOut", "0.9",
                "trainer.devices", "cuda:0");

        assertThatThrownBy(() -> read(given))
                .hasMessage(
                        """
                        settings are not usable:
                          trainer.devices must be auto or cpu: this build trains on cpu only, but was 'cuda:0'
                          learn.method must be one of none, binary, opd, combined, but was 'magic'
                          learn.passes must be from 1 to 16, but was 0
                          learn.rank must be a whole number, but was 'x'
                          quality.heldOut must be from 0.0 to 0.5, but was 0.9""");
    }

    private static LearnJobConfig read(Map<String, String> given) {
        Settings settings = new Settings(given);
        LearnJobConfig config = LearnJobConfig.from(settings);
        settings.refuseProblems();
        return config;
    }
}
