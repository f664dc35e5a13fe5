package io.molt.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.jobs.kafka.KafkaConfig;
import io.molt.jobs.score.ScoreJobConfig.JudgeKind;
import io.molt.jobs.score.ScoreJobConfig.Judging;
import io.molt.operators.judge.LlmSettings;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.pairing.PairingSettings;
import io.molt.schemas.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreJobConfigTest {

    @Test
    void only_the_brokers_are_required() {
        ScoreJobConfig config = read(Map.of("kafka.brokers", "k:1"));

        assertThat(config)
                .isEqualTo(new ScoreJobConfig(
                        new KafkaConfig("k:1", Duration.ofDays(7), ""),
                        new PairingSettings(Duration.ofMinutes(30), Duration.ofMinutes(15), Duration.ofDays(7), 64_000),
                        new Judging(
                                JudgeKind.RULES,
                                false,
                                new LlmSettings(
                                        URI.create("http://127.0.0.1:8801/v1"), "judge", 3, Duration.ofSeconds(30), ""),
                                256),
                        Duration.ofSeconds(1),
                        new BatchRule(16, 4, Duration.ofMinutes(10), Duration.ZERO),
                        Duration.ZERO));
    }

    @Test
    void every_setting_can_be_given() {
        Map<String, String> given = new HashMap<>(Map.of(
                "kafka.brokers", "a:1,b:2",
                "kafka.transactionTimeout", "PT15M",
                "session.gap", "PT5M",
                "reply.timeout", "PT2M",
                "session.keep", "P1D",
                "tick.interval", "PT10S",
                "batch.maxWait", "PT1M",
                "batch.minStepInterval", "PT30S"));
        given.putAll(Map.of(
                "batch.size", "8",
                "batch.minSize", "2",
                "judge.kind", "llm",
                "judge.strict", "true",
                "judge.url", "https://judge.example/v1",
                "judge.model", "big",
                "judge.votes", "5",
                "judge.timeout", "PT20S",
                "judge.keyVariable", "JUDGE_KEY",
                "judge.capacity", "64"));
        given.put("outcome.wait", "PT3M");

        assertThat(read(given))
                .isEqualTo(new ScoreJobConfig(
                        new KafkaConfig("a:1,b:2", Duration.ofMinutes(15), ""),
                        new PairingSettings(
                                Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofDays(1), 64_000, true),
                        new Judging(
                                JudgeKind.LLM,
                                true,
                                new LlmSettings(
                                        URI.create("https://judge.example/v1"),
                                        "big",
                                        5,
                                        Duration.ofSeconds(20),
                                        "JUDGE_KEY"),
                                64),
                        Duration.ofSeconds(10),
                        new BatchRule(8, 2, Duration.ofMinutes(1), Duration.ofSeconds(30)),
                        Duration.ofMinutes(3)));
    }

    @Test
    void every_problem_is_named_in_one_message() {
        Map<String, String> given = Map.of(
                "session.gap", "30",
                "judge.kind", "oracle",
                "judge.url", "judge.example",
                "judge.timeout", "PT2M",
                "batch.size", "0",
                "tick.intervall", "PT1S");

        assertThatThrownBy(() -> read(given))
                .hasMessage(
                        """
                        settings are not usable:
                          batch.size must be from 1 to 1024, but was 0
                          kafka.brokers is required
                          session.gap must be an ISO-8601 duration such as PT30S, but was '30'
                          judge.kind must be one of rules, llm, but was 'oracle'
                          judge.url must be a URL such as http://127.0.0.1:8801/v1, but was 'judge.example'
                          judge.timeout must be from PT1S to PT55S, but was PT2M
                          tick.intervall is not a setting of molt""");
    }

    private static ScoreJobConfig read(Map<String, String> given) {
        Settings settings = new Settings(given);
        ScoreJobConfig config = ScoreJobConfig.from(settings);
        settings.refuseProblems();
        return config;
    }
}
