package io.molt.jobs.score;

import io.molt.jobs.BatchSettings;
import io.molt.jobs.kafka.KafkaConfig;
import io.molt.operators.judge.Judge;
import io.molt.operators.judge.LlmJudge;
import io.molt.operators.judge.LlmSettings;
import io.molt.operators.judge.RulesJudge;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.pairing.PairingSettings;
import io.molt.schemas.settings.Settings;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of {@link ScoreJob}.
 *
 * @param kafka where records come from and go to
 * @param pairing how sessions are cut
 * @param judging who judges
 * @param tickEvery time between two ticks of an agent's log
 * @param batches the batch rule of learning, for which ticks are made
 * @param outcomeWait how long a judged turn waits for its session's outcome; zero for not at all
 */
public record ScoreJobConfig(
        KafkaConfig kafka,
        PairingSettings pairing,
        Judging judging,
        Duration tickEvery,
        BatchRule batches,
        Duration outcomeWait) {

    /** Characters of 16k tokens, roughly. */
    private static final int PROMPT_CHARS = 64_000;

    /** Which judge. */
    public enum JudgeKind {
        RULES,
        LLM
    }

    /**
     * Who judges.
     *
     * @param kind by rules, or a model
     * @param strict for rules: only explicit words of praise and complaint count
     * @param llm how to ask a model
     * @param capacity turns in flight
     */
    public record Judging(JudgeKind kind, boolean strict, LlmSettings llm, int capacity) {

        public Judge.Factory factory() {
            boolean explicitOnly = strict;
            LlmSettings model = llm;
            return switch (kind) {
                case RULES -> () -> new RulesJudge(explicitOnly);
                case LLM -> () -> new LlmJudge(model);
            };
        }

        /** Longer than any vote may take, so that the judge's own limit comes first. */
        public Duration timeout() {
            return llm.timeout().plusSeconds(5);
        }
    }

    public static ScoreJobConfig from(Settings settings) {
        Duration tickEvery = settings.duration(
                "tick.interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(1));
        Duration outcomeWait = settings.duration("outcome.wait", Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
        BatchRule batches = BatchSettings.from(settings);
        return new ScoreJobConfig(
                KafkaConfig.from(settings),
                new PairingSettings(
                        settings.duration(
                                "session.gap", Duration.ofMinutes(30), Duration.ofSeconds(1), Duration.ofDays(1)),
                        settings.duration(
                                "reply.timeout", Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofDays(1)),
                        settings.duration("session.keep", Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(30)),
                        PROMPT_CHARS,
                        !outcomeWait.isZero()),
                new Judging(
                        settings.oneOf("judge.kind", JudgeKind.RULES, JudgeKind.class),
                        settings.yesOrNo("judge.strict", false),
                        new LlmSettings(
                                settings.url("judge.url", URI.create("http://127.0.0.1:8801/v1")),
                                settings.text("judge.model", "judge"),
                                settings.wholeNumber("judge.votes", 3, 1, 16),
                                settings.duration(
                                        "judge.timeout",
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(55)),
                                settings.text("judge.keyVariable", "")),
                        settings.wholeNumber("judge.capacity", 256, 8, 10_000)),
                tickEvery,
                batches,
                outcomeWait);
    }
}
