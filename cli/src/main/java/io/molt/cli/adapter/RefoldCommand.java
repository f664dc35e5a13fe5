package io.molt.cli.adapter;

import io.molt.cli.control.Installation;
import io.molt.cli.stack.JobSettings;
import io.molt.cli.stack.SettingsFile;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.learn.StoreLocation;
import io.molt.operators.lora.Refold;
import io.molt.policy.files.DurableFiles;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code molt refold}: learns an agent's log again and compares. */
@Command(
        name = "refold",
        description = {
            "Learns an agent's committed log again, offline, and compares batches, seeds, parents and adapter bytes with what",
            "was published. Exit status 1 if anything differs."
        })
public final class RefoldCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    @Mixin
    private Installation installation;

    @Option(names = "--agent", required = true, description = "whose log")
    private String agent = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting that the job had then and has no longer")
    private Map<String, String> settings = new HashMap<>();

    @Override
    public Integer call() throws Exception {
        LearnJobConfig config = config();
        List<LogEntry> log =
                TopicSnapshot.read(installation.brokers(), Topics.SCORED, Codecs.SCORED, installation.seal()).stream()
                        .filter(entry -> entry.position().agentId().equals(agent))
                        .sorted(Comparator.comparingLong(
                                entry -> entry.position().agentSeq()))
                        .toList();
        if (log.isEmpty()) {
            throw new IllegalArgumentException("the log of " + agent + " is empty");
        }
        Path scratch = Files.createTempDirectory("molt-refold");
        try (TrainingBackend trainer = LearnJob.trainer(config).gated()) {
            Refold.Result result =
                    new Refold(config.learning(), trainer, StoreLocation.open(installation.store()), scratch).read(log);
            System.out.println(log.size() + " entries; " + result.equal() + " versions equal, " + result.unpublished()
                    + " not published yet, " + result.differences().size() + " different");
            result.explained().forEach(sentence -> System.out.println("explained  " + sentence));
            result.differences().forEach(sentence -> System.out.println("different  " + sentence));
            return result.differences().isEmpty() ? 0 : DIFFERENT;
        } finally {
            DurableFiles.deleteTree(scratch);
        }
    }

    private LearnJobConfig config() throws IOException {
        Map<String, String> given = new HashMap<>();
        given.put("policy.directory", installation.home().resolve("policy").toString());
        given.putAll(SettingsFile.read(installation.home().resolve("molt.yaml")));
        given.putAll(JobSettings.find(installation.home()).orElse(Map.of()));
        given.put("adapters.directory", installation.store());
        given.put("kafka.brokers", installation.brokers());
        given.putAll(settings);
        return LearnJobConfig.from(new Settings(given));
    }
}
