package io.molt.jobs.learn;

import io.molt.jobs.BatchSettings;
import io.molt.jobs.kafka.KafkaConfig;
import io.molt.operators.learn.Advantages;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Mode;
import io.molt.policy.device.DevicePool;
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
 * @param adapters where adapters lie
 */
public record LearnJobConfig(KafkaConfig kafka, LearnSettings learning, Path policy, StoreLocation adapters) {

    public static LearnJobConfig from(Settings settings) {
        settings.parsed("trainer.devices", "auto", DevicePool::devices, "auto or cpu: this build trains on cpu only");
        return new LearnJobConfig(
                KafkaConfig.from(settings),
                learning(settings),
                settings.path("policy.directory", Path.of("policy")).toAbsolutePath(),
                new StoreLocation(
                        settings.parsed(
                                "adapters.directory",
                                "adapters",
                                uri -> new StoreLocation(uri, false).uri(),
                                "a directory, or an address such as s3://bucket/adapters"),
                        settings.yesOrNo("adapters.fork", false)));
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
                new LearnSettings.Quality(
                        Math.min(0.5, Math.max(0, settings.number("quality.heldOut", 0, 0, 0.5))),
                        Math.max(0, settings.number("quality.maxDrop", 0.5, 0, 100))),
                Math.min(16, Math.max(0, settings.wholeNumber("learn.maxLag", 2, 0, 16))),
                settings.wholeNumber("learn.seed", 1, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
}
