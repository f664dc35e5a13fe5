package io.molt.cli.access;

import io.molt.cli.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt bypass}: the proxy passes requests on and does nothing else. */
@Command(
        name = "bypass",
        description = {
            "While it is on, the proxy only passes on: nothing is injected, nothing is recorded, no adapter answers.",
            "A running proxy sees the switch within a second; it stays as it is over restarts."
        })
public final class BypassCommand implements Callable<Integer> {

    private enum Switch {
        ON,
        OFF,
        STATUS
    }

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Parameters(paramLabel = "on|off|status", description = "what to do (default: status)", arity = "0..1")
    private Switch wish = Switch.STATUS;

    @Override
    public Integer call() throws IOException {
        Path file = Home.bypassOf(home);
        switch (wish) {
            case ON -> turnOn(file);
            case OFF -> Files.deleteIfExists(file);
            case STATUS -> {}
        }
        System.out.println("bypass is " + (Files.exists(file) ? "on" : "off"));
        return 0;
    }

    private static void turnOn(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }
}
