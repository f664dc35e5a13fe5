package io.molt.cli.lineage;

import io.molt.jobs.table.RowFiles;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.TurnAnswered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.local.LocalDataOutputStream;

/** Tables as TablesJob writes them, out of records. */
final class WrittenTables {

    private final Map<String, List<TableRow>> rows = new TreeMap<>();

    void log(LogEntry entry) throws Exception {
        add(Topics.SCORED, Codecs.SCORED.encode(entry));
    }

    void answered(TurnAnswered turn) throws Exception {
        add(Topics.TURNS, Codecs.TURNS.encode(turn));
    }

    void skill(SkillVersion skill) throws Exception {
        add(Topics.SKILLS, Codecs.SKILLS.encode(skill));
    }

    void version(String agentId, long version, long parent, long lastSeq, VersionStatus status, List<String> turnIds)
            throws Exception {
        String reason = status == VersionStatus.ACCEPTED ? "" : "QUALITY";
        add(
                Topics.ADAPTERS,
                Codecs.ADAPTERS.encode(new AdapterVersion(
                        agentId,
                        version,
                        new AdapterFiles("v" + version, List.of()),
                        new StepReport(status, reason, Map.of("loss", 0.5), new Probe("", new int[0], new float[0])),
                        new Lineage(
                                parent,
                                version,
                                7,
                                turnIds,
                                new StepSettings(Method.COMBINED, LossName.PPO, 1, 1e-3, 0.05, 4, 8),
                                new FoldPoint(1, lastSeq, lastSeq * 1000, List.of(), 0, 0),
                                ""),
                        new Fingerprints("m", "t", "c", "b"))));
    }

    private void add(String topic, byte[] value) throws Exception {
        for (TableRow row : Rows.of(new KafkaRecord("", topic, 0, 0, value))) {
            rows.computeIfAbsent(row.table() + "/day=" + row.day(), unseen -> new ArrayList<>())
                    .add(row);
        }
    }

    void write(Path tables) throws Exception {
        for (Map.Entry<String, List<TableRow>> day : rows.entrySet()) {
            Path directory = Files.createDirectories(tables.resolve(day.getKey()));
            try (var out = new LocalDataOutputStream(
                    directory.resolve("part-0.parquet").toFile())) {
                var file = new RowFiles().create(out);
                for (TableRow row : day.getValue()) {
                    file.addElement(row);
                }
                file.finish();
            }
        }
    }
}
