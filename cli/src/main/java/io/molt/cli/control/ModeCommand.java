package io.molt.cli.control;

import io.molt.cli.topic.TopicSnapshot;
import io.molt.operators.learn.Mode;
import io.molt.schemas.Topics;
import io.molt.schemas.batch.Method;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt mode}: what agents learn with. */
@Command(
        name = "mode",
        description =
                "Sets what agents learn with; without arguments, says what was set. It holds for turns from now on.")
public final class ModeCommand implements Callable<Integer> {

    private static final int LARGEST_BATCH = 1024;

    @Mixin
    private Installation installation;

    @Mixin
    private AgentOption agent;

    @Parameters(arity = "0..1", paramLabel = "MODE", description = "skills_only, rl or auto")
    private Optional<Mode> mode = Optional.empty();

    @Option(names = "--method", description = "none, binary, opd or combined")
    private Optional<Method> method = Optional.empty();

    @Option(names = "--size", description = "turns in a batch, 1 to 1024")
    private Optional<Integer> size = Optional.empty();

    @Option(names = "--min-size", description = "turns that are enough after the longest wait, 1 to 1024")
    private Optional<Integer> minSize = Optional.empty();

    @Option(names = "--max-wait", description = "ISO-8601, such as PT10M")
    private Optional<Duration> maxWait = Optional.empty();

    @Override
    public Integer call() throws Exception {
        Map<String, String> batch = new LinkedHashMap<>();
        size.ifPresent(turns -> batch.put("size", checked(turns)));
        minSize.ifPresent(turns -> batch.put("minSize", checked(turns)));
        maxWait.ifPresent(wait -> batch.put("maxWait", wait.toString()));
        if (mode.isEmpty() && method.isEmpty() && batch.isEmpty()) {
            return list();
        }
        try (ControlTopic control = ControlTopic.connect(installation.brokers(), Clock.systemUTC())) {
            if (mode.isPresent()) {
                send(control, ControlKind.SET_MODE, Map.of("mode", lower(mode.get())));
            }
            if (method.isPresent()) {
                send(control, ControlKind.SET_METHOD, Map.of("method", lower(method.get())));
            }
            if (!batch.isEmpty()) {
                send(control, ControlKind.SET_BATCH, batch);
            }
        }
        return 0;
    }

    private void send(ControlTopic control, ControlKind kind, Map<String, String> arguments) throws IOException {
        control.send(agent.id(), kind, arguments);
        System.out.println(agent + ": " + arguments);
    }

    private static String checked(int turns) {
        if (turns < 1 || turns > LARGEST_BATCH) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + LARGEST_BATCH + " turns, but " + turns + " was given");
        }
        return String.valueOf(turns);
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private int list() throws IOException {
        Map<String, ControlRecord> newest = new TreeMap<>();
        for (ControlRecord command : TopicSnapshot.read(installation.brokers(), Topics.CONTROL, Codecs.CONTROL)) {
            newest.put(command.key(), command);
        }
        for (ControlRecord command : newest.values()) {
            System.out.printf(
                    "%-24s %-12s %s  since %s%n",
                    command.agentId(), command.kind(), command.arguments(), Instant.ofEpochMilli(command.atMillis()));
        }
        if (newest.isEmpty()) {
            System.out.println("nothing was set; agents learn as molt.yaml says");
        }
        return 0;
    }
}
