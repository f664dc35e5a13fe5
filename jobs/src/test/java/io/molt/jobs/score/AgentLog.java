package io.molt.jobs.score;

import io.molt.jobs.TestKafka;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.settings.Settings;
import java.util.List;
import java.util.Map;

/** What tests of the job on a broker have in common: its settings, and one agent's part of what it wrote. */
final class AgentLog {

    private AgentLog() {}

    static ScoreJobConfig config(TestKafka kafka) {
        Settings settings = new Settings(Map.of("kafka.brokers", kafka.brokers(), "tick.interval", "PT0.2S"));
        ScoreJobConfig config = ScoreJobConfig.from(settings);
        settings.refuseProblems();
        return config;
    }

    static List<LogEntry> logOf(List<LogEntry> log, String agent) {
        return log.stream()
                .filter(entry -> entry.position().agentId().equals(agent))
                .toList();
    }

    static List<ScoredTurn> turns(List<LogEntry> log, String agent) {
        return logOf(log, agent).stream()
                .filter(ScoredTurn.class::isInstance)
                .map(ScoredTurn.class::cast)
                .toList();
    }
}
