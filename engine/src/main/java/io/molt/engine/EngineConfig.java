package io.molt.engine;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.settings.Settings;
import java.nio.file.Path;

/**
 * Settings of the engine.
 *
 * @param host name or address
 * @param port 0 for any free one
 * @param policy directory of the policy
 * @param adapters the only directory to load adapters from
 * @param threads replies generated at once
 * @param queue requests that may wait for a thread
 */
public record EngineConfig(String host, int port, Path policy, Path adapters, int threads, int queue) {

    public EngineConfig {
        requireNonNull(host, "host");
        requireNonNull(policy, "policy");
        requireNonNull(adapters, "adapters");
    }

    /** Reads the engine's part of {@code molt.yaml}; problems stay with the settings. */
    public static EngineConfig from(Settings settings) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new EngineConfig(
                settings.text("engine.host", "127.0.0.1"),
                settings.wholeNumber("engine.port", 8801, 0, 65_535),
                settings.path("policy.directory", Path.of("policy")).toAbsolutePath(),
                settings.path("adapters.directory", Path.of("adapters")).toAbsolutePath(),
                settings.wholeNumber("engine.threads", Math.max(1, cores - 1), 1, 1024),
                settings.wholeNumber("engine.queue", 256, 1, 100_000));
    }
}
