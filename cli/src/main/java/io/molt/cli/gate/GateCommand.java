package io.molt.cli.gate;

import io.molt.cli.control.AgentOption;
import io.molt.cli.control.ControlTopic;
import io.molt.cli.control.Installation;
import io.molt.schemas.control.ControlKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code molt gate}: when agents in mode auto may train. */
@Command(
        name = "gate",
        synopsisSubcommandLabel = "open|close|run",
        description = "Says when agents in mode auto may train; other modes do not look at it.")
public final class GateCommand {

    @Command(name = "open", description = "Training may run, until it is closed.")
    int open(@Mixin Installation installation, @Mixin AgentOption agent) throws IOException {
        return write(installation, agent, ControlKind.GATE_OPENED);
    }

    @Command(name = "close", description = "Training waits, until it is opened.")
    int close(@Mixin Installation installation, @Mixin AgentOption agent) throws IOException {
        return write(installation, agent, ControlKind.GATE_CLOSED);
    }

    private static int write(Installation installation, AgentOption agent, ControlKind kind) throws IOException {
        try (ControlTopic control = ControlTopic.connect(installation.brokers(), Clock.systemUTC())) {
            control.send(agent.id(), kind, Map.of());
        }
        System.out.println(agent + ": " + kind);
        return 0;
    }

    @Command(
            name = "run",
            description = "Opens and closes the gate by the clock, by idle time or by a calendar, until Ctrl-C.")
    int run(
            @Mixin Installation installation,
            @Mixin AgentOption agent,
            @Option(names = "--sleep", description = "hours of every day, such as 23:00-07:00") Optional<String> sleep,
            @Option(names = "--zone", description = "time zone, such as Europe/Berlin; this machine's if left out")
                    Optional<String> zone,
            @Option(names = "--idle", description = "so long without a turn, such as PT15M") Optional<Duration> idle,
            @Option(names = "--calendar", description = "an .ics file or URL; its events open the gate")
                    Optional<String> calendar)
            throws IOException, InterruptedException {
        GateRule rule = GateRule.of(
                sleep.orElse(""),
                zone.orElse(ZoneId.systemDefault().getId()),
                idle.map(Duration::toString).orElse(""),
                calendar.orElse(""));
        if (!rule.isSet()) {
            throw new IllegalArgumentException("say when: --sleep, --idle or --calendar");
        }
        GateDriver driver = GateDriver.start(
                installation.brokers(),
                agent.id(),
                rule,
                Clock.systemUTC(),
                kind -> System.out.println(agent + ": " + kind));
        Runtime.getRuntime().addShutdownHook(new Thread(driver::close, "molt-stop"));
        new CountDownLatch(1).await();
        return 0;
    }
}
