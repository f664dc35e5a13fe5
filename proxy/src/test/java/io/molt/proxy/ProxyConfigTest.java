package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.proxy.capture.CaptureAck;
import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.capture.CaptureLimits;
import io.molt.proxy.capture.SpoolConfig;
import io.molt.proxy.skill.SkillLimits;
import io.molt.proxy.spool.SpoolSync;
import io.molt.proxy.upstream.UpstreamSettings;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {

    @Test
    void only_the_brokers_have_no_default() {
        Settings settings = new Settings(Map.of("kafka.brokers", "k:9092"));

        ProxyConfig config = ProxyConfig.from(settings);

        settings.refuseProblems();
        assertThat(config.address()).isEqualTo(new ProxyConfig.Address("127.0.0.1", 8800, 32 << 20, 64 << 20));
        assertThat(config.upstreams().standard().endpoint().url()).isEqualTo("http://127.0.0.1:8801/v1");
        assertThat(config.upstreams().standard().trained()).isTrue();
        assertThat(config.upstreams().standard().endpoint().apiKey()).isEmpty();
        assertThat(config.capture())
                .isEqualTo(new CaptureConfig(
                        new CaptureLimits(10_000, 32 << 20),
                        CaptureAck.ASYNC,
                        new SpoolConfig(Optional.empty(), 1 << 30, SpoolSync.INTERVAL)));
        assertThat(config.skills()).contains(new SkillLimits(6, 600));
        assertThat(config.adapters()).isAbsolute();
    }

    @Test
    void everything_can_be_given_and_a_secret_is_never_shown() {
        Settings settings = new Settings(Map.ofEntries(
                Map.entry("proxy.host", "0.0.0.0"),
                Map.entry("proxy.port", "0"),
                Map.entry("proxy.maxBodyMegabytes", "1"),
                Map.entry("upstream.url", "https://api.example.com/v1/"),
                Map.entry("upstream.model", "m"),
                Map.entry("upstream.trained", "false"),
                Map.entry("kafka.brokers", "k:9092"),
                Map.entry("adapters.directory", "/a"),
                Map.entry("capture.queue", "2"),
                Map.entry("capture.queueMegabytes", "1"),
                Map.entry("capture.ack", "before-last-byte"),
                Map.entry("spool.directory", "/s"),
                Map.entry("spool.megabytes", "2"),
                Map.entry("spool.sync", "always"),
                Map.entry("skills.enabled", "false")));

        ProxyConfig config = ProxyConfig.from(settings, Map.of(UpstreamSettings.API_KEY_VARIABLE, "sk-1"));

        settings.refuseProblems();
        assertThat(config.upstreams().standard().endpoint().url()).isEqualTo("https://api.example.com/v1");
        assertThat(config.upstreams().standard().authorization()).contains("Bearer sk-1");
        assertThat(config.toString()).contains("***").doesNotContain("sk-1");
        assertThat(config.skills()).isEmpty();
        assertThat(config.capture())
                .isEqualTo(new CaptureConfig(
                        new CaptureLimits(2, 1 << 20),
                        CaptureAck.BEFORE_LAST_BYTE,
                        new SpoolConfig(Optional.of(Path.of("/s")), 2 << 20, SpoolSync.ALWAYS)));
    }

    @Test
    void an_answer_that_waits_for_its_record_waits_for_a_synced_spool_and_never_for_kafka_alone() {
        Settings bare = new Settings(Map.of("kafka.brokers", "k:9092", "capture.ack", "before-last-byte"));
        Settings unsynced = new Settings(Map.of(
                "kafka.brokers", "k:9092",
                "capture.ack", "before-last-byte",
                "spool.directory", "/s",
                "spool.sync", "never"));

        ProxyConfig.from(bare);

        assertThatThrownBy(bare::refuseProblems)
                .hasMessage(
                        """
                settings are not usable:
                  capture.ack must be async, or before-last-byte where spool.directory is set, but was 'before-last-byte'""");
        assertThat(ProxyConfig.from(unsynced).capture().spool().sync()).isEqualTo(SpoolSync.INTERVAL);
    }

    @Test
    void all_problems_come_in_one_message() {
        Settings settings = new Settings(Map.of("proxy.port", "70000", "skills.max", "many", "proxy.prot", "1"));

        ProxyConfig.from(settings);

        assertThatThrownBy(settings::refuseProblems)
                .hasMessage(
                        """
                settings are not usable:
                  proxy.port must be from 0 to 65535, but was 70000
                  skills.max must be a whole number, but was 'many'
                  kafka.brokers is required
                  proxy.prot is not a setting of molt""");
    }
}
