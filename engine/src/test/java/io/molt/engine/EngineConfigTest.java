package io.molt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineConfigTest {

    @Test
    void nothing_needs_to_be_given() {
        Settings settings = new Settings(Map.of());

        EngineConfig config = EngineConfig.from(settings);

        settings.refuseProblems();
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        assertThat(config)
                .isEqualTo(new EngineConfig(
                        "127.0.0.1",
                        8801,
                        Path.of("policy").toAbsolutePath(),
                        Path.of("adapters").toAbsolutePath(),
                        threads,
                        256));
    }

    @Test
    void everything_can_be_given() {
        Settings settings = new Settings(Map.of(
                "engine.host", "0.0.0.0",
                "engine.port", "0",
                "policy.directory", "/p",
                "adapters.directory", "/a",
                "engine.threads", "3",
                "engine.queue", "9"));

        EngineConfig config = EngineConfig.from(settings);

        settings.refuseProblems();
        assertThat(config).isEqualTo(new EngineConfig("0.0.0.0", 0, Path.of("/p"), Path.of("/a"), 3, 9));
    }

    @Test
    void all_problems_come_in_one_message() {
        Settings settings = new Settings(Map.of("engine.port", "x", "engine.threads", "0", "engine.thread", "1"));

        EngineConfig.from(settings);

        assertThatThrownBy(settings::refuseProblems)
                .hasMessage(
                        """
                settings are not usable:
                  engine.port must be a whole number, but was 'x'
                  engine.threads must be from 1 to 1024, but was 0
                  engine.thread is not a setting of molt""");
    }
}
