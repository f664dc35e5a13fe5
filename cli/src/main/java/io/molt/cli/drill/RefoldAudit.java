package io.molt.cli.drill;

import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Learned;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.Refold;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the log, learned again offline, gives the versions that were published, byte for byte. */
final class RefoldAudit {

    private final LearnJobConfig config;
    private final LearnSettings learning;

    /**
     * An audit of a cluster's learning.
     *
     * @param settings those of the cluster
     */
    RefoldAudit(Map<String, String> settings) {
        this.config = LearnJobConfig.from(new Settings(settings));
        this.learning = config.learning();
    }

    /** How many batches each agent's log has made so far, by agent. */
    Map<String, Integer> batches(List<LogEntry> log) {
        Map<String, Integer> batches = new LinkedHashMap<>();
        LogAudit.byAgent(log).forEach((agent, entries) -> {
            FoldState state = FoldState.EMPTY;
            int made = 0;
            for (LogEntry entry : entries) {
                Learned learned = Fold.learn(state, entry, learning);
                state = learned.next();
                made += learned.batches().size();
            }
            batches.put(agent, made);
        });
        return batches;
    }

    /** One sentence per difference. */
    List<String> differences(List<LogEntry> log) throws IOException {
        List<String> differences = new ArrayList<>();
        AdapterStore store = config.adapters().open();
        Path scratch = Files.createTempDirectory("molt-refold-");
        try (var trainer = LearnJob.trainer(config).gated()) {
            for (Map.Entry<String, List<LogEntry>> agent : LogAudit.byAgent(log).entrySet()) {
                Path own = Files.createTempDirectory(scratch, "agent-");
                Refold.Result result = new Refold(learning, trainer, store, own).read(agent.getValue());
                differences.addAll(result.differences());
                if (result.unpublished() > 0) {
                    differences.add(result.unpublished() + " batches of " + agent.getKey() + " have no version");
                }
            }
        }
        return differences;
    }
}
