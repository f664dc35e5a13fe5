package io.molt.proxy.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the proxy only passes on: nothing injected, nothing recorded, no adapter. It is on while a file of that name
 * is there, whatever it says.
 */
public final class Bypass implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bypass.class);

    private final WatchedFile<Boolean> file;

    private Bypass(WatchedFile<Boolean> file) {
        this.file = file;
    }

    /**
     * Watches a file.
     *
     * @param file empty if there is no such switch
     */
    public static Bypass watch(String file) {
        if (file.isBlank()) {
            return new Bypass(WatchedFile.absent(false));
        }
        try {
            WatchedFile<Boolean> watched =
                    WatchedFile.watch(Path.of(file), Files::exists, on -> LOG.info("bypass was switched on={}", on));
            if (watched.get()) {
                LOG.warn("bypass is on: nothing is injected and nothing is recorded");
            }
            return new Bypass(watched);
        } catch (IOException e) {
            throw new UncheckedIOException("bypass.file cannot be watched", e);
        }
    }

    /** At the cost of reading a field. */
    public boolean isOn() {
        return file.get();
    }

    @Override
    public void close() {
        file.close();
    }
}
