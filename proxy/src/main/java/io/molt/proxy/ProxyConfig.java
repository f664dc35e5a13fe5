package io.molt.proxy;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.http.Secret;
import io.molt.proxy.http.Upstream;
import io.molt.proxy.skill.SkillLimits;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the proxy.
 *
 * @param address where it listens
 * @param upstream who answers
 * @param brokers of Kafka, {@code host:port}, separated by commas
 * @param keys directory of the keys that content is sealed with; empty to seal nothing
 * @param adapters directory of the adapter store, as the engine sees it
 * @param capture how turns are recorded
 * @param skills how much is injected; empty if nothing is
 * @param protection what must never be written down
 */
public record ProxyConfig(
        Address address,
        Upstream upstream,
        String brokers,
        String keys,
        Path adapters,
        CaptureConfig capture,
        Optional<SkillLimits> skills,
        Protection protection) {

    /** The environment variable that holds the upstream's API key. */
    public static final String API_KEY_VARIABLE = "MOLT_UPSTREAM_API_KEY";

    /**
     * Where the proxy listens.
     *
     * @param host name or address
     * @param port 0 for any free one
     * @param longestBody of a request, bytes
     */
    public record Address(String host, int port, long longestBody) {

        public Address {
            requireNonNull(host, "host");
        }
    }

    public ProxyConfig {
        requireNonNull(address, "address");
        requireNonNull(upstream, "upstream");
        requireNonNull(brokers, "brokers");
        requireNonNull(keys, "keys");
        requireNonNull(adapters, "adapters");
        requireNonNull(capture, "capture");
        requireNonNull(skills, "skills");
        requireNonNull(protection, "protection");
    }

    /** Without a secret in the environment. */
    public static ProxyConfig from(Settings settings) {
        return from(settings, Map.of());
    }

    /**
     * Reads the proxy's part of {@code molt.yaml}; problems stay with the settings.
     *
     * @param environment where the upstream's API key may stand
     */
    public static ProxyConfig from(Settings settings, Map<String, String> environment) {
        Address address = new Address(
                settings.text("proxy.host", "127.0.0.1"),
                settings.wholeNumber("proxy.port", 8800, 0, 65_535),
                (long) settings.wholeNumber("proxy.maxBodyMegabytes", 32, 1, 128) << 20);
        Upstream upstream = new Upstream(
                settings.url("upstream.url", URI.create("http://127.0.0.1:8801/v1"))
                        .toString()
                        .replaceAll("/+$", ""),
                settings.text("upstream.model", "base"),
                settings.yesOrNo("upstream.trained", true),
                apiKey(settings.text("upstream.apiKeyFile", ""), environment));
        boolean inject = settings.yesOrNo("skills.enabled", true);
        SkillLimits skills = new SkillLimits(
                settings.wholeNumber("skills.max", 6, 0, 100),
                settings.wholeNumber("skills.budgetTokens", 600, 0, 100_000));
        return new ProxyConfig(
                address,
                upstream,
                settings.text("kafka.brokers"),
                settings.text("keys.directory", ""),
                settings.path("adapters.directory", Path.of("adapters")).toAbsolutePath(),
                CaptureConfig.from(settings),
                inject ? Optional.of(skills) : Optional.empty(),
                Protection.from(settings));
    }

    private static Optional<Secret> apiKey(String file, Map<String, String> environment) {
        String variable = environment.getOrDefault(API_KEY_VARIABLE, "");
        if (!variable.isBlank()) {
            return Optional.of(new Secret(variable.strip()));
        }
        if (file.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Secret(Files.readString(Path.of(file)).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("upstream.apiKeyFile cannot be read", e);
        }
    }
}
