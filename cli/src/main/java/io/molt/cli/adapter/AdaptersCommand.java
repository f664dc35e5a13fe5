package io.molt.cli.adapter;

import io.molt.cli.control.ControlTopic;
import io.molt.cli.control.Installation;
import io.molt.jobs.learn.StoreLocation;
import io.molt.operators.lora.AdapterStore;
import io.molt.proxy.route.Choice;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
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
        synopsisSubcommandLabel = "list|show|pin|unpin|canary|rollback",
        description = "Lists the versions that were learned, and says which one serves.")
public final class AdaptersCommand {

    @Command(name = "list", description = "Every version of every agent, or of one.")
    int list(
            @Mixin Installation installation,
            @Option(names = "--agent", description = "only this one") Optional<String> agent)
            throws IOException {
        KnownVersions known = KnownVersions.read(installation.brokers());
        WhoServes serving = WhoServes.read(installation.brokers());
        AdapterStore store = StoreLocation.open(installation.store());
        System.out.printf(
                "%-24s %-9s %-6s %5s %9s %8s  %s%n", "version", "status", "parent", "turns", "loss", "kl", "files");
        for (Map.Entry<String, NavigableMap<Long, AdapterVersion>> each :
                known.byAgent().entrySet()) {
            if (agent.isEmpty() || agent.get().equals(each.getKey())) {
                SortedSet<Long> pins = store.pins(each.getKey());
                Choice choice = serving.of(each.getKey(), each.getValue());
                for (AdapterVersion version : each.getValue().values()) {
                    boolean pinned = pins.contains(version.version());
                    print(
                            version,
                            store,
                            role(choice, version) + (pinned ? ", pinned" : "") + refused(serving, version));
                }
            }
        }
        return 0;
    }

    private static String role(Choice choice, AdapterVersion version) {
        return choice.canary()
                .filter(canary -> canary.version() == version.version())
                .map(canary -> ", serves " + canary.share() + " % of new sessions")
                .orElse(choice.version() == version.version() ? ", serves" : "");
    }

    private static String refused(WhoServes serving, AdapterVersion version) {
        return serving.refused(version)
                .map(word ->
                        ", refused by the engine since " + Instant.ofEpochMilli(word.atMillis()) + ": " + word.reason())
                .orElse("");
    }

    private static void print(AdapterVersion version, AdapterStore store, String standing) throws IOException {
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
                standing,
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
        send(installation, agent, ControlKind.PIN, version(version));
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
        send(installation, agent, ControlKind.PIN, Map.of("version", "latest"));
        System.out.println(agent + ": the newest version serves");
        return 0;
    }

    @Command(
            name = "canary",
            description = {
                "Serves this version to a share of the sessions that begin, and another to all others. A session stays with",
                "the version it began with until the canary ends: with --share 100 the canary serves all, with --share 0 the",
                "other does again, and either serves until it is unpinned."
            })
    int canary(
            @Mixin Installation installation,
            @Option(names = "--agent", required = true, description = "the agent") String agent,
            @Option(names = "--share", required = true, description = "per cent of the new sessions, 0 to 100")
                    int share,
            @Option(
                            names = "--against",
                            description =
                                    "the version for all others; 0 is the base policy (default: the one that serves"
                                            + " now, or if that is the canary, the one it was trained from)")
                    Optional<Long> against,
            @Parameters(paramLabel = "VERSION", description = "the canary's number") long version)
            throws IOException {
        KnownVersions known = KnownVersions.read(installation.brokers());
        AdapterStore store = StoreLocation.open(installation.store());
        Choice now = WhoServes.read(installation.brokers()).of(agent, known.of(agent));
        CanaryOrder order = CanaryOrder.of(known.require(agent, version), share, against, now);
        for (long each : order.served()) {
            if (each != 0) {
                known.requireKept(agent, each, Kept.WEIGHTS, store);
                store.pin(agent, each);
            }
        }
        send(installation, agent, ControlKind.PIN, order.arguments());
        System.out.println(agent + ": " + order);
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
        send(installation, agent, ControlKind.ROLLBACK, version(version));
        System.out.println(agent + ": v" + version + " serves, and the next step starts from it");
        return 0;
    }

    private static Map<String, String> version(long version) {
        return Map.of("version", String.valueOf(version));
    }

    private static void send(Installation installation, String agent, ControlKind kind, Map<String, String> arguments)
            throws IOException {
        try (ControlTopic control = ControlTopic.connect(installation.brokers(), Clock.systemUTC())) {
            control.send(agent, kind, arguments);
        }
    }
}
