package io.molt.cli.drill;

import io.molt.cli.topic.TopicSnapshot;
import io.molt.operators.lora.AdapterStore;
import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run has left on the topics, committed records only.
 *
 * @param turns what was recorded
 * @param log of all agents
 * @param versions as announced
 * @param rejected what could not be used; nothing in a drill
 */
record Evidence(List<TurnEvent> turns, List<LogEntry> log, List<AdapterVersion> versions, List<Rejected> rejected) {

    static Evidence read(String brokers, ContentSeal seal) {
        return new Evidence(
                TopicSnapshot.read(brokers, Topics.TURNS, Codecs.TURNS, seal),
                TopicSnapshot.read(brokers, Topics.SCORED, Codecs.SCORED, seal),
                TopicSnapshot.read(brokers, Topics.ADAPTERS, Codecs.ADAPTERS),
                TopicSnapshot.read(brokers, Topics.REJECTED, Codecs.REJECTED));
    }

    /** Whether the log has all that must come, and every batch of it has its version. */
    boolean isDrained(RefoldAudit refold) {
        if (!LogAudit.isComplete(turns, log)) {
            return false;
        }
        long wanted = refold.batches(log).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        return wanted
                == versions.stream().map(AdapterVersion::policy).distinct().count();
    }

    /** Everything that is not as it should be, one sentence each; for jobs that have come to rest. */
    List<String> differences(Map<String, String> settings) throws IOException, SQLException {
        List<String> differences = new ArrayList<>(LogAudit.differences(turns, log));
        for (Rejected each : rejected) {
            differences.add("a record of " + each.topic() + " was rejected: " + each.reason());
        }
        differences.addAll(
                VersionAudit.differences(versions, new AdapterStore(Path.of(settings.get("adapters.directory")))));
        differences.addAll(TableAudit.differences(Path.of(settings.get("tables.directory")), turns, log, versions));
        differences.addAll(new RefoldAudit(settings).differences(log));
        return differences;
    }
}
