package io.molt.proxy.access;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.watch.WatchedFile;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of who may talk.
 *
 * @param required whether a key is needed; always true where others than this machine can come
 * @param keysFile of the client keys; empty if there is none
 * @param concurrent requests of one caller at once
 */
public record AccessConfig(boolean required, String keysFile, int concurrent) {

    private static final Logger LOG = LoggerFactory.getLogger(AccessConfig.class);
    private static final int MANY = 256;

    public AccessConfig {
        requireNonNull(keysFile, "keysFile");
    }

    /** Everybody on this machine, with or without a key. */
    public static AccessConfig open() {
        return new AccessConfig(false, "", MANY);
    }

    /**
     * Reads {@code access.*}; problems stay with the settings.
     *
     * @param host where the proxy listens
     */
    public static AccessConfig from(Settings settings, String host) {
        boolean asked = settings.yesOrNo("access.required", false);
        return new AccessConfig(
                asked || !isThisMachine(host),
                settings.text("access.keysFile", ""),
                settings.wholeNumber("access.concurrent", MANY, 1, 100_000));
    }

    /**
     * The keys, read again whenever their file changes.
     *
     * @throws IllegalStateException if keys are needed and there is none, or if the file cannot be read
     */
    public WatchedFile<ClientKeys> watch(InstantSource clock) {
        try {
            WatchedFile<ClientKeys> keys = keysFile.isBlank()
                    ? WatchedFile.absent(ClientKeys.NONE)
                    : WatchedFile.watch(
                            Path.of(keysFile),
                            file -> new ClientKeys(new KeysFile(file).read()),
                            newest -> LOG.info("client keys were read again"));
            if (required && !keys.get().anyAt(clock.millis())) {
                keys.close();
                throw new IllegalStateException(
                        "agents need a key here, since access.required is true or proxy.host is not"
                                + " of this machine alone, and there is none that counts; make one with: molt keys create --agent NAME");
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("access.keysFile cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
