package io.molt.cli.forget;

import io.molt.cli.control.Installation;
import io.molt.cli.terminal.Confirmation;
import io.molt.schemas.seal.ContentKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code molt forget}: content is gone for good, and teaches nothing from now on. */
@Command(
        name = "forget",
        description = {
            "Takes back what an agent was told until now: everything, a session, or a turn.",
            "Its content is gone for good, from Kafka and from the tables; its skills are retired; it teaches nothing from now"
                    + " on. What was trained before stays trained: the last lines say which versions that are, and how to be"
                    + " without them.",
            "The requests of a session repeat what was said before: of a turn's whole session the content goes, and only the"
                    + " turn itself is taken out of what is learned.",
            "The same command again goes on where it was stopped, and takes what came late."
        })
public final class ForgetCommand implements Callable<Integer> {

    @Mixin
    private Installation installation;

    @Option(names = "--agent", required = true, description = "the agent")
    private String agent = "";

    @ArgGroup
    private What what = new What();

    @Option(
            names = "--wait",
            description =
                    "how long to wait for tables that are still being written, ISO-8601 (default: ${DEFAULT-VALUE})")
    private Duration wait = Duration.ofMinutes(2);

    @Option(names = "--dry-run", description = "says what would go, and changes nothing")
    private boolean dryRun;

    @Option(names = "--yes", description = "does not ask on a terminal")
    private boolean yes;

    /** One of the two, or everything. */
    static final class What {

        @Option(names = "--session", description = "every turn of this session until now")
        private String session = "";

        @Option(names = "--turn", description = "this turn; replies carry it in the header X-Molt-Turn")
        private String turn = "";
    }

    @Override
    public Integer call() throws Exception {
        Path home = installation.home().toAbsolutePath().normalize();
        Target target = new Target(agent, given(what.session), given(what.turn));
        String brokers = installation.brokers();
        ContentKeys keys = installation
                .keys()
                .orElseThrow(() -> new IllegalArgumentException("content that is not sealed cannot be forgotten"));
        Forgetting forgetting = new Forgetting(home, brokers, keys, Clock.systemUTC());
        Wish wish = forgetting.find(target);
        System.out.println(wish);
        if (dryRun) {
            forgetting.foresee(wish).forEach(System.out::println);
            return 0;
        }
        if (!yes && !Confirmation.given("This cannot be undone. Forget it?")) {
            System.out.println("nothing was changed");
            return 1;
        }
        forgetting.run(wish, wait, System.out::println);
        return 0;
    }

    private static Optional<String> given(String id) {
        return Optional.of(id).filter(each -> !each.isEmpty());
    }
}
