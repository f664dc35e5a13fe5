package io.molt.cli.control;

import io.molt.schemas.control.ControlKind;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code molt forget}: a turn or a session takes part in nothing that is formed later. */
@Command(
        name = "forget",
        description = {
            "Takes a turn or a session out of everything that is learned from now on.",
            "What was trained before stays; roll back to an earlier version to undo it."
        })
public final class ForgetCommand implements Callable<Integer> {

    @Mixin
    private Installation installation;

    @Option(names = "--agent", required = true, description = "the agent")
    private String agent = "";

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of the two. */
    static final class What {

        @Option(names = "--session", description = "every turn of this session until now")
        private String session = "";

        @Option(names = "--turn", description = "this turn; replies carry it in the header X-Molt-Turn")
        private String turn = "";
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> arguments =
                what.turn.isEmpty() ? Map.of("sessionId", what.session) : Map.of("turnId", what.turn);
        try (ControlTopic control = ControlTopic.connect(installation.brokers(), Clock.systemUTC())) {
            control.send(agent, ControlKind.FORGET, arguments);
        }
        System.out.println(agent + ": forgets " + arguments);
        return 0;
    }
}
