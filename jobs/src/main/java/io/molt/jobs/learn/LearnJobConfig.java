package io.molt.jobs.learn;

import io.molt.jobs.BatchSettings;
import io.molt.jobs.kafka.KafkaConfig;
import io.molt.operators.learn.Advantages;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Mode;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;

/**
 * Settings of {@link LearnJob}.
 *
 * @param kafka where records come from and go to
 * @param learning what the fold goes by
 * @param policy directory of the policy that is trained
 * @param adapters directory of the adapter store
 */
public record LearnJobConfig(KafkaConfig kafka, LearnSettings learning, Path policy, Path adapters) {

    public static LearnJobConfig from(Settings settings) {
        return new LearnJobConfig(
                KafkaConfig.from(settings),
                learning(settings),
                settings.path("policy.directory", Path.of("policy")).toAbsolutePath(),
                settings.path("adapters.directory", Path.of("adapters")).toAbsolutePath());
    }

    private static LearnSettings learning(Settings settings) {
        return new LearnSettings(
                settings.oneOf("learn.mode", Mode.RL, Mode.class),
                new StepSettings(
                        settings.oneOf("learn.method", Method.COMBINED, Method.class),
                        settings.oneOf("learn.loss", LossName.PPO, LossName.class),
                        Math.min(16, Math.max(1, settings.wholeNumber("learn.passes", 3, 1, 16))),
                        settings.number("learn.learningRate", 1e-3, 1e-8, 1),
                        settings.number("learn.klToBase", 0.05, 0, 100),
                        settings.wholeNumber("learn.rank", 16, 1, 256),
                        settings.number("learn.alpha", 32, 0.001, 4096)),
                settings.oneOf("learn.advantage", Advantages.NONE, Advantages.class),
                BatchSettings.from(settings),
                new LearnSettings.Evolution(
                        settings.yesOrNo("skills.enabled", true), settings.wholeNumber("skills.threshold", 4, 1, 64)),
                settings.wholeNumber("learn.seed", 1, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
}
