package io.molt.cli.compare;

import io.molt.jobs.table.RowFiles;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.FileDigest;
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
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.local.LocalDataOutputStream;

/**
 * A home directory, or a replay in one, written by the writers of the jobs.
 *
 * @param directory of the home or of the replay
 */
record History(Path directory) {

    private static final String JUDGE = "rules-1";

    /** An installation that has learned. */
    static History live(Path home) throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("job-settings.properties"), "learn.seed=1\n");
        return new History(home);
    }

    /** A replay that came to its end. */
    History replay(String name, String set, String windows, String rest) throws Exception {
        History replay = new History(directory.resolve("replays").resolve(name));
        Files.createDirectories(replay.directory());
        Files.writeString(
                replay.directory().resolve("replay.json"),
                """
                {"name": "%s", "set": {%s}, "from": "", "to": "", "without": [], "base": -1, "agent": "",
                 "windows": {%s}, "entries": 9, "versions": 1, "seconds": 2.5, "cores": 1%s}
                """
                        .formatted(name, set, windows, rest));
        return replay;
    }

    History turns(ScoredTurn... turns) throws Exception {
        List<KafkaRecord> records = new ArrayList<>();
        for (ScoredTurn turn : turns) {
            records.add(new KafkaRecord(turn.turn().agentId(), Topics.SCORED, 0, 1, Codecs.SCORED.encode(turn)));
        }
        write(records);
        return this;
    }

    History versions(AdapterVersion... versions) throws Exception {
        AdapterStore store = new AdapterStore(directory.resolve("adapters"));
        List<KafkaRecord> records = new ArrayList<>();
        for (AdapterVersion version : versions) {
            store.publish(version);
            records.add(new KafkaRecord(version.agentId(), Topics.ADAPTERS, 0, 1, Codecs.ADAPTERS.encode(version)));
        }
        write(records);
        return this;
    }

    private void write(List<KafkaRecord> records) throws Exception {
        Map<String, List<TableRow>> byTable = new LinkedHashMap<>();
        for (KafkaRecord record : records) {
            for (TableRow row : Rows.of(record)) {
                byTable.computeIfAbsent(row.table(), unseen -> new ArrayList<>())
                        .add(row);
            }
        }
        for (Map.Entry<String, List<TableRow>> table : byTable.entrySet()) {
            Path day = directory.resolve("tables/" + table.getKey() + "/day=1970-01-01");
            Files.createDirectories(day);
            Path file = Files.createTempFile(day, "part-", ".parquet");
            try (var out = new LocalDataOutputStream(file.toFile())) {
                var writer = new RowFiles().create(out);
                for (TableRow row : table.getValue()) {
                    writer.addElement(row);
                }
                writer.finish();
            }
        }
    }

    /** A turn on which two votes were cast. */
    static ScoredTurn turn(String agent, long seq, double reward, String next) {
        return turn(
                agent,
                seq,
                0,
                new Judgement(
                        "",
                        reward,
                        "",
                        List.of(new Vote(true, (int) Math.signum(reward), "", ""), new Vote(true, 0, "", "")),
                        JUDGE,
                        "0123456789"),
                next);
    }

    /** A turn that nobody said anything about. */
    static ScoredTurn silent(String agent, long seq) {
        return turn(agent, seq, 0, Judgement.unscored("SILENCE"), "");
    }

    static ScoredTurn turn(String agent, long seq, int revision, Judgement judgement, String next) {
        String id = "t-" + agent + "-" + (revision == 0 ? seq : seq - revision);
        return new ScoredTurn(
                new LogPosition(agent, seq, seq * 1_000),
                new TurnRef(agent, "s-" + agent, id),
                revision,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(1, 2, 3),
                        new ServedBy("base", true, List.of(), 0, ""),
                        List.of(new ChatMessage("user", "question " + seq)),
                        "reply " + seq),
                Sampled.UNKNOWN,
                new NextState(NextStateKind.USER_REPLY, "next", next, 4),
                judgement);
    }

    /** A version that learned from turns; its bytes are named by {@code sha}. */
    static AdapterVersion version(String agent, long version, long lastSeq, LossName loss, String sha, long... turns) {
        List<String> ids = new ArrayList<>();
        for (long turn : turns) {
            ids.add("t-" + agent + "-" + turn);
        }
        return new AdapterVersion(
                agent,
                version,
                new AdapterFiles(
                        agent + "/v" + version + "." + sha,
                        List.of(new FileDigest("adapter_model.safetensors", 10, sha))),
                new StepReport(
                        VersionStatus.ACCEPTED,
                        "",
                        Map.of(
                                "loss", 0.5 / version,
                                "kl_base", 0.001 * version,
                                "grad_norm", 0.75,
                                "tokens", 10.0,
                                "optimizer_steps", 2.0),
                        new Probe("p", new int[0], new float[0])),
                new Lineage(
                        version - 1,
                        version,
                        7,
                        ids,
                        new StepSettings(Method.BINARY, loss, 2, 1e-3, 0, 2, 4),
                        new FoldPoint(turns[0], lastSeq, lastSeq * 1_000, List.of(), 0, 0),
                        ""),
                new Fingerprints("m", "t", "c", "cpu"));
    }
}
