package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void every_port_that_is_taken_is_named() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = Map.of(
                    "proxy.port",
                    String.valueOf(one.getLocalPort()),
                    "engine.port",
                    "0",
                    "flink.webPort",
                    "0",
                    "kafka.port",
                    String.valueOf(other.getLocalPort()));

            assertThatThrownBy(() -> Ports.choose(settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ports are taken: proxy.port " + one.getLocalPort() + ", kafka.port "
                            + other.getLocalPort() + "; stop what uses them, or set others in molt.yaml");
        }
    }

    @Test
    void zero_takes_any_free_port_and_no_two_parts_get_the_same() throws Exception {
        Map<String, String> chosen =
                Ports.choose(Map.of("proxy.port", "0", "engine.port", "0", "flink.webPort", "0", "kafka.port", "0"));

        assertThat(chosen.values()).doesNotContain("0").doesNotHaveDuplicates();
    }
}
