package io.molt.proxy;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.skill.SkillLimits;
import io.molt.proxy.trace.Telemetry;
import io.molt.proxy.upstream.UpstreamSettings;
import io.molt.proxy.upstream.Upstreams;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the proxy.
 *
 * @param address where it listens
 * @param upstreams who answers
 * @param brokers of Kafka, {@code host:port}, separated by commas
 * @param keys directory of the keys that content is sealed with; empty to seal nothing
 * @param adapters directory of the adapter store, as the engine sees it
 * @param capture how turns are recorded
 * @param skills how much is injected; empty if nothing is
 * @param protection who may talk, and what must never be written down
 * @param telemetry whether turns are traced
 */
public record ProxyConfig(
        Address address,
        Upstreams upstreams,
        String brokers,
        String keys,
        Path adapters,
        CaptureConfig capture,
        Optional<SkillLimits> skills,
        Protection protection,
        Telemetry telemetry) {

    /**
     * Where the proxy listens.
     *
     * @param host name or address
     * @param port 0 for any free one
     * @param longestBody of a request, bytes
     * @param allBodies of all requests in flight, bytes
     */
    public record Address(String host, int port, long longestBody, long allBodies) {

        public Address {
            requireNonNull(host, "host");
        }
    }

    public ProxyConfig {
        requireNonNull(address, "address");
        requireNonNull(upstreams, "upstreams");
        requireNonNull(brokers, "brokers");
        requireNonNull(keys, "keys");
        requireNonNull(adapters, "adapters");
        requireNonNull(capture, "capture");
        requireNonNull(skills, "skills");
        requireNonNull(protection, "protection");
        requireNonNull(telemetry, "telemetry");
    }

    /** Without a secret in the environment. */
    public static ProxyConfig from(Settings settings) {
        return from(settings, Map.of());
    }

    /**
     * Reads the proxy's part of {@code molt.yaml}; problems stay with the settings.
     *
     * @param environment where the upstreams' API keys may stand, and a collector's headers
     */
    public static ProxyConfig from(Settings settings, Map<String, String> environment) {
        long longestBody = (long) settings.wholeNumber("proxy.maxBodyMegabytes", 32, 1, 128) << 20;
        long allBodies = (long) settings.wholeNumber("proxy.maxBodiesMegabytes", 64, 1, 65_536) << 20;
        Address address = new Address(
                settings.text("proxy.host", "127.0.0.1"),
                settings.wholeNumber("proxy.port", 8800, 0, 65_535),
                longestBody,
                Math.max(longestBody, allBodies));
        Upstreams upstreams = UpstreamSettings.read(settings, environment);
        boolean inject = settings.yesOrNo("skills.enabled", true);
        SkillLimits skills = new SkillLimits(
                settings.wholeNumber("skills.max", 6, 0, 100),
                settings.wholeNumber("skills.budgetTokens", 600, 0, 100_000));
        return new ProxyConfig(
                address,
                upstreams,
                settings.text("kafka.brokers"),
                settings.text("keys.directory", ""),
                settings.path("adapters.directory", Path.of("adapters")).toAbsolutePath(),
                CaptureConfig.from(settings),
                inject ? Optional.of(skills) : Optional.empty(),
                Protection.from(settings, address.host()),
                Telemetry.from(settings, environment));
    }

    ProxyConfig with(Telemetry other) {
        return new ProxyConfig(address, upstreams, brokers, keys, adapters, capture, skills, protection, other);
    }
}
