package io.molt.cli.access;

import io.molt.cli.stack.Home;
import io.molt.proxy.access.ClientKey;
import io.molt.proxy.access.KeysFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt keys}: who may talk to the proxy, and as which agent. */
@Command(
        name = "keys",
        synopsisSubcommandLabel = "create|list|revoke",
        description = {
            "Makes, lists and revokes the keys by which agents talk to the proxy; a running proxy sees it within a second.",
            "A key is shown once, when it is made; only its hash is kept."
        })
public final class KeysCommand {

    private static final String HOME = "directory of the installation (default: .molt)";
    /** Shorter ones would let anything be revoked by a slip of the finger. */
    private static final int SHORTEST_ID = 4;

    private final Clock clock = Clock.systemUTC();

    @Command(name = "create", description = "Makes a key and prints it; clients send it where an API key is asked for.")
    int create(
            @Option(names = "--home", description = HOME, defaultValue = ".molt") Path home,
            @Option(names = "--agent", required = true, description = "whose key it is") String agent,
            @Option(names = "--name", description = "what to call it in lists", defaultValue = "") String name,
            @Option(names = "--expires", description = "after how long, such as P90D or PT12H (default: never)")
                    Optional<String> expires)
            throws IOException {
        Instant now = clock.instant();
        Optional<Duration> term = expires.map(text -> term(now, text));
        ClientKey.Drawn drawn = ClientKey.draw(agent, name, term, now.toEpochMilli(), new SecureRandom());
        file(home).add(drawn.key());
        System.out.println(drawn.text());
        System.err.println("key " + drawn.key().id() + " of agent " + agent
                + " is shown this once; send it as the API key, by Authorization: Bearer or x-api-key");
        return 0;
    }

    @Command(name = "list", description = "Every key that was made, without the keys.")
    int list(@Option(names = "--home", description = HOME, defaultValue = ".molt") Path home) throws IOException {
        long now = clock.millis();
        System.out.printf("%-12s  %-24s %-16s %-20s %s%n", "id", "agent", "name", "created", "state");
        for (ClientKey key : file(home).read()) {
            System.out.printf(
                    "%-12s  %-24s %-16s %-20s %s%n",
                    key.id(), key.agentId(), key.name(), time(key.term().createdAtMillis()), state(key, now));
        }
        return 0;
    }

    @Command(
            name = "revoke",
            description = "From now on a key does not count. Exit status 1 if there is none of this id.")
    int revoke(
            @Option(names = "--home", description = HOME, defaultValue = ".molt") Path home,
            @Parameters(paramLabel = "ID", description = "as molt keys list shows it, or its first digits") String id)
            throws IOException {
        if (id.length() < SHORTEST_ID) {
            throw new IllegalArgumentException("an id is given by at least its first " + SHORTEST_ID + " digits");
        }
        List<ClientKey> revoked = file(home).revoke(id, clock.millis());
        revoked.forEach(key -> System.out.println("revoked " + key.id() + " of agent " + key.agentId()));
        if (revoked.isEmpty()) {
            System.err.println("molt: there is no key " + id + "; see molt keys list");
            return 1;
        }
        return 0;
    }

    private static KeysFile file(Path home) {
        return new KeysFile(Home.clientKeysOf(home));
    }

    /** Days and longer as the calendar has them; hours and shorter as they are. */
    private static Duration term(Instant now, String text) {
        try {
            boolean days = text.startsWith("P") && !text.contains("T");
            ZonedDateTime from = now.atZone(ZoneOffset.UTC);
            Duration term = days ? Duration.between(from, from.plus(Period.parse(text))) : Duration.parse(text);
            if (term.isNegative() || term.isZero() || term.toDays() > 36_500) {
                throw new IllegalArgumentException("--expires must be longer than nothing and at most a century");
            }
            return term;
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "--expires must be a duration such as P90D or PT12H, but was " + text, e);
        }
    }

    private static String state(ClientKey key, long now) {
        if (key.term().revokedAtMillis().isPresent()) {
            return "revoked " + time(key.term().revokedAtMillis().get());
        }
        if (!key.countsAt(now)) {
            return "expired " + time(key.term().expiresAtMillis().orElse(now));
        }
        return key.term().expiresAtMillis().map(at -> "until " + time(at)).orElse("counts");
    }

    private static String time(long atMillis) {
        return Instant.ofEpochMilli(atMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
