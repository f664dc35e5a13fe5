package io.molt.cli.stack;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt up}: everything on this machine, until it is stopped. */
@Command(
        name = "up",
        description = {
            "Runs everything on this machine until Ctrl-C or SIGTERM; settings are in molt.yaml in the home directory.",
            "What was learned stays there, and the next start goes on from it."
        })
public final class UpCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Override
    public Integer call() throws Exception {
        try (Home taken = Home.take(home);
                Stack stack = Stack.start(
                        taken,
                        SettingsFile.read(taken.settings()),
                        Clock.systemUTC(),
                        route -> System.out.println("live   " + route.policy()));
                var stop = StopSignal.closing(stack)) {
            stack.addresses().forEach((name, address) -> System.out.printf("%-6s %s%n", name, address));
            System.out.println("ready; point your agent at the proxy, with model 'molt'");
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                var ended = stack.endedJobs();
                if (!ended.isEmpty()) {
                    System.err.println("molt: a job ended: " + ended + "; see " + taken.log());
                    return FAILED;
                }
            }
        }
    }
}
