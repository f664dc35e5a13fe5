package io.molt.cli.simulate;

import io.molt.cli.client.AgentClient;
import io.molt.cli.stack.Home;
import io.molt.cli.stack.SettingsFile;
import io.molt.cli.stack.Stack;
import io.molt.cli.stack.StopSignal;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.ScoredTurn;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt simulate}: users out of files of rounds, through the whole stack. */
@Command(
        name = "simulate",
        description = {
            "Drives a user from files of rounds (question, feedback for right and wrong, checker), a session per file,",
            "through a stack of its own on the home directory, and says how the judge read the feedback."
        })
public final class SimulateCommand implements Callable<Integer> {

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(names = "--agent", description = "sent as X-Agent-Id (default: ${DEFAULT-VALUE})")
    private String agent = "simulated";

    @Option(
            names = "--feedback",
            description = "right, wrong or alternate, where no checker can run (default: ${DEFAULT-VALUE})")
    private FeedbackRule feedback = FeedbackRule.ALTERNATE;

    @Option(names = "--seed", description = "of sampling and of what alternate begins with (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "questions.json, in MetaClaw-Bench's format")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<QuestionsFile> days = new ArrayList<>();
        for (Path file : files) {
            days.add(QuestionsFile.read(file));
        }
        try (Home taken = Home.take(home)) {
            Map<String, String> settings = new HashMap<>(SettingsFile.read(taken.settings()));
            for (String port : List.of("proxy.port", "engine.port", "kafka.port", "flink.webPort")) {
                settings.putIfAbsent(port, "0");
            }
            try (Stack stack = Stack.start(taken, settings, Clock.systemUTC(), route -> {});
                    var stop = StopSignal.closing(stack)) {
                return run(stack, days);
            }
        }
    }

    private Integer run(Stack stack, List<QuestionsFile> days) throws Exception {
        AgentClient client = new AgentClient(stack.proxyUrl());
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<RoundOutcome> rounds = new ArrayList<>();
        for (QuestionsFile day : days) {
            rounds.addAll(
                    new SimulatedDay(client, agent, day.id() + "-" + run, seed).live(day, feedback, rounds.size()));
        }
        Map<String, ScoredTurn> judged = JudgedRounds.await(stack, rounds);
        stack.checkpointTables();
        int agreed = 0;
        for (RoundOutcome round : rounds) {
            agreed += print(round, judged.get(round.turnId())) ? 1 : 0;
        }
        System.out.printf(
                "%d rounds sent, %d judged; the judge agrees with the feedback in %d of %d%n",
                rounds.size(), judged.size(), agreed, rounds.size());
        TopicSnapshot.read(stack.brokers(), Topics.SKILLS, Codecs.SKILLS).stream()
                .filter(skill -> skill.agentId().equals(agent))
                .forEach(skill -> System.out.printf(
                        "skill %s: %s%n", skill.label(), skill.text().description()));
        return judged.size() == rounds.size() ? 0 : 1;
    }

    private static boolean print(RoundOutcome round, ScoredTurn judged) {
        String verdict = judged == null
                ? "not judged"
                : judged.judgement().scored()
                        ? String.format("%+.0f", judged.judgement().reward())
                        : judged.judgement().unscored();
        double expected = round.saidRight() ? 1 : -1;
        boolean agrees = judged != null
                && judged.judgement().scored()
                && judged.judgement().reward() == expected;
        System.out.printf(
                "%-14s said %-5s judged %-12s%n", round.round(), round.saidRight() ? "right" : "wrong", verdict);
        return agrees;
    }
}
