package io.molt.cli.control;

import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.seal.ContentSeal;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which installation a command is for: a home directory on this machine, or somebody's Kafka and adapter store. */
public final class Installation {

    /** What molt up and molt cluster up leave while they run. */
    private static final List<String> ADDRESSES = List.of("cluster/addresses.properties", "stack.properties");

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(
            names = "--brokers",
            description = "host:port of Kafka, if it is not the one that runs on the home directory")
    private String brokers = "";

    @Option(names = "--store", description = "directory or URI of the adapter store, if it is not the home directory's")
    private String store = "";

    @Option(
            names = "--keys",
            description = "directory of the keys, if it is not the home directory's; none if content is not sealed")
    private String keys = "";

    public Path home() {
        return home;
    }

    /**
     * How Kafka is reached.
     *
     * @throws IllegalStateException if nothing runs on the home directory and no brokers were given
     */
    public String brokers() throws IOException {
        if (!brokers.isEmpty()) {
            return brokers;
        }
        Properties running = new Properties();
        for (String file : ADDRESSES) {
            if (Files.exists(home.resolve(file))) {
                try (Reader reader = Files.newBufferedReader(home.resolve(file))) {
                    running.load(reader);
                }
            }
        }
        String known = running.getProperty("kafka", "");
        if (known.isEmpty()) {
            throw new IllegalStateException(
                    "molt does not run on " + home + "; start it with molt up, or name a Kafka with --brokers");
        }
        return known;
    }

    /**
     * The keys of the content in Kafka; empty for {@code --keys none}, for content that is not sealed.
     *
     * @throws IllegalArgumentException if there is no such directory
     */
    public Optional<ContentKeys> keys() {
        if (keys.equals("none")) {
            return Optional.empty();
        }
        Path directory = keys.isEmpty() ? home.resolve("keys") : Path.of(keys);
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("there is no directory of keys " + directory
                    + "; --keys says which it is, or none if content is not sealed");
        }
        return Optional.of(new ContentKeys(directory));
    }

    /** Opens and seals with these keys. */
    public ContentSeal seal() {
        return keys().map(ContentSeal::with).orElse(ContentSeal.NONE);
    }

    /** Where adapters lie. */
    public String store() {
        return store.isEmpty() ? home.resolve("adapters").toAbsolutePath().toString() : store;
    }
}
