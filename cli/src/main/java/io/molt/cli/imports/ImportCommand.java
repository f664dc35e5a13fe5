package io.molt.cli.imports;

import io.molt.cli.control.Installation;
import io.molt.cli.stack.SettingsFile;
import io.molt.proxy.capture.CaptureAck;
import io.molt.proxy.capture.KafkaTurnSink;
import io.molt.proxy.capture.Recorder;
import io.molt.proxy.capture.SpoolConfig;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt import}: histories of other programs become turns, ready to be judged and replayed. */
@Command(
        name = "import",
        synopsisSubcommandLabel = "openclaw|claude-code|jsonl",
        description = {
            "Records existing conversations as turns of an agent, with their own times. Importing again adds nothing twice.",
            "Exit status 1 if anything could not be read or recorded; the rest is imported all the same."
        })
public final class ImportCommand {

    /** What all formats have in common. */
    static final class Options {

        @Mixin
        private Installation installation;

        @Option(names = "--agent", description = "whose turns they are (default: the name of the format)")
        private String agent = "";

        @Option(names = "--dry-run", description = "reads and counts, and records nothing")
        private boolean dryRun;
    }

    @Command(name = "openclaw", description = "OpenClaw's session files (version 3) below a directory.")
    int openClaw(@Mixin Options options, @Parameters(paramLabel = "DIR", description = "directory") Path directory)
            throws IOException, SQLException {
        return run(new OpenClawFormat(), options, directory);
    }

    @Command(
            name = "claude-code",
            description = "Claude Code's session files below a directory such as ~/.claude/projects.")
    int claudeCode(@Mixin Options options, @Parameters(paramLabel = "DIR", description = "directory") Path directory)
            throws IOException, SQLException {
        return run(new ClaudeCodeFormat(), options, directory);
    }

    @Command(name = "jsonl", description = "A file of OpenAI-style chats: {\"messages\": [...]} per line.")
    int jsonl(@Mixin Options options, @Parameters(paramLabel = "FILE", description = "file") Path file)
            throws IOException, SQLException {
        return run(new ChatFormat(), options, file);
    }

    private static int run(Format format, Options options, Path path) throws IOException, SQLException {
        List<Path> files = files(path);
        String agent = options.agent.isBlank() ? format.name() : options.agent;
        if (agent.length() > 128 || !agent.chars().allMatch(each -> each > 0x20 && each != 0x7F)) {
            throw new IllegalArgumentException("an agent's name has 1 to 128 printable characters, but was " + agent);
        }
        KnownTurns known = new KnownTurns();
        known.readTables(options.installation.home().resolve("tables"));
        if (options.dryRun) {
            return read(files, new ImportRun(format, agent, known, turn -> {}), "would be new");
        }
        String brokers = options.installation.brokers();
        ContentSeal seal = options.installation.seal();
        known.readTopic(brokers, seal);
        AtomicLong lost = new AtomicLong();
        int status;
        try (KafkaTurnSink sink = KafkaTurnSink.connect(brokers, SpoolConfig.NONE, seal, CaptureAck.ASYNC)) {
            Recorder recorder = new Recorder(sink, redaction(options.installation.home()), lost::incrementAndGet);
            Consumer<ImportedTurn> record = turn -> {
                recorder.arrived(turn.arrived());
                recorder.answered(turn.answered(), () -> {});
            };
            status = read(files, new ImportRun(format, agent, known, record), "new");
        }
        if (lost.get() > 0) {
            System.err.println("molt: Kafka did not take " + lost.get() + " records; import again to complete them");
            return 1;
        }
        return status;
    }

    /** What the proxy of this installation would take out of what it records. */
    private static Redaction redaction(Path home) throws IOException {
        Map<String, String> given = new TreeMap<>(SettingsFile.read(home.resolve("molt.yaml")));
        given.keySet().removeIf(key -> !key.startsWith("redaction."));
        Settings settings = new Settings(given);
        Redaction redaction = Redaction.from(settings);
        settings.refuseProblems();
        return redaction;
    }

    private static int read(List<Path> files, ImportRun run, String fresh) throws IOException {
        for (Path file : files) {
            run.read(file).forEach(System.err::println);
        }
        System.out.println(files.size() + " files, " + run.sessions() + " sessions, " + run.turns() + " turns: "
                + run.fresh() + " " + fresh + ", " + (run.turns() - run.fresh()) + " known; " + run.skipped()
                + " lines could not be read");
        return run.skipped() > 0 ? 1 : 0;
    }

    private static List<Path> files(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("there is no " + path);
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.filter(file -> file.getFileName().toString().endsWith(".jsonl"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException("there is no file *.jsonl below " + path);
            }
            return files;
        }
    }
}
