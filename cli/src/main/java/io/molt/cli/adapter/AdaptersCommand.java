package io.molt.cli.adapter;

import io.molt.cli.control.ControlTopic;
import io.molt.cli.control.Installation;
import io.molt.jobs.learn.StoreLocation;
import io.molt.operators.lora.AdapterStore;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt adapters}: what was learned, and which of it serves. */
@Command(
        name = "adapters",
        synopsisSubcommandLabel = "list|show|pin|unpin|rollback",
        description = "Lists the versions that were learned, and says which one serves.")
public final class AdaptersCommand {

    @Command(name = "list", description = "Every version of every agent, or of one.")
    int list(
            @Mixin Installation installation,
            @Option(names = "--agent", description = "only this one") Optional<String> agent)
            throws IOException {
        KnownVersions known = KnownVersions.read(installation.brokers());
        AdapterStore store = StoreLocation.open(installation.store());
        System.out.printf(
                "%-24s %-9s %-6s %5s %9s %8s  %s%n", "version", "status", "parent", "turns", "loss", "kl", "files");
        for (Map.Entry<String, NavigableMap<Long, AdapterVersion>> each :
                known.byAgent().entrySet()) {
            if (agent.isEmpty() || agent.get().equals(each.getKey())) {
                SortedSet<Long> pins = store.pins(each.getKey());
                for (AdapterVersion version : each.getValue().values()) {
                    print(version, store, pins.contains(version.version()));
                }
            }
        }
        return 0;
    }

    private static void print(AdapterVersion version, AdapterStore store, boolean pinned) throws IOException {
        String reason = version.report().reason();
        System.out.printf(
                "%-24s %-9s v%-5d %5d %9s %8s  %s%s%s%n",
                version.policy(),
                version.report().status(),
                version.lineage().parent(),
                version.lineage().turnIds().size(),
                metric(version, "loss"),
                metric(version, "kl_base"),
                Kept.of(store, version),
                pinned ? ", pinned" : "",
                reason.isEmpty() ? "" : ", " + reason);
    }

    private static String metric(AdapterVersion version, String name) {
        Double value = version.report().metrics().get(name);
        return value == null ? "-" : String.format("%.4f", value);
    }

    @Command(
            name = "show",
            description = "The manifest of a version: what taught it, from which parent, with which files.")
    int show(
            @Mixin Installation installation,
            @Option(names = "--agent", required = true, description = "the agent") String agent,
            @Parameters(paramLabel = "VERSION", description = "its number") long version)
            throws IOException {
        System.out.println(Codecs.ADAPTERS.toJson(
                KnownVersions.read(installation.brokers()).require(agent, version)));
        return 0;
    }

    @Command(name = "pin", description = "Serves this version, whatever is newer, and keeps its files.")
    int pin(
            @Mixin Installation installation,
            @Option(names = "--agent", required = true, description = "the agent") String agent,
            @Parameters(paramLabel = "VERSION", description = "its number; 0 is the base policy") long version)
            throws IOException {
        AdapterStore store = StoreLocation.open(installation.store());
        if (version != 0) {
            KnownVersions.read(installation.brokers()).requireKept(agent, version, Kept.WEIGHTS, store);
            store.pin(agent, version);
        }
        send(installation, agent, ControlKind.PIN, String.valueOf(version));
        System.out.println(agent + ": v" + version + " serves until it is unpinned");
        return 0;
    }

    @Command(
            name = "unpin",
            description =
                    "Serves the newest version again; files of pinned versions may go, but for those of rollbacks.")
    int unpin(
            @Mixin Installation installation,
            @Option(names = "--agent", required = true, description = "the agent") String agent)
            throws IOException {
        StoreLocation.open(installation.store()).unpin(agent);
        send(installation, agent, ControlKind.PIN, "latest");
        System.out.println(agent + ": the newest version serves");
        return 0;
    }

    @Command(
            name = "rollback",
            description = "Serves this version, trains the next one from it, and leaves what came between behind.")
    int rollback(
            @Mixin Installation installation,
            @Option(names = "--agent", required = true, description = "the agent") String agent,
            @Parameters(paramLabel = "VERSION", description = "its number; 0 is the base policy") long version)
            throws IOException {
        AdapterStore store = StoreLocation.open(installation.store());
        if (version != 0) {
            KnownVersions.read(installation.brokers()).requireKept(agent, version, Kept.EVERYTHING, store);
            store.pinForRollback(agent, version);
        }
        send(installation, agent, ControlKind.ROLLBACK, String.valueOf(version));
        System.out.println(agent + ": v" + version + " serves, and the next step starts from it");
        return 0;
    }

    private static void send(Installation installation, String agent, ControlKind kind, String version)
            throws IOException {
        try (ControlTopic control = ControlTopic.connect(installation.brokers(), Clock.systemUTC())) {
            control.send(agent, kind, Map.of("version", version));
        }
    }
}
