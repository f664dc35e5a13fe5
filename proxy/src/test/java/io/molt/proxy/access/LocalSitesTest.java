package io.molt.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSitesTest {

    private final LocalSites sites = new LocalSites("agents.local");

    private boolean mayAsk(String host, String origin) {
        return sites.refusal(
                        Optional.of(host).filter(text -> !text.isEmpty()),
                        Optional.of(origin).filter(text -> !text.isEmpty()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8800",
                "127.0.0.1",
                "127.9.0.1:1",
                "localhost:8800",
                "LocalHost",
                "molt.localhost:80",
                "[::1]:8800",
                "[::1]",
                "agents.local:8800",
                ""
            })
    void whoever_asks_by_a_name_of_this_machine_may(String host) {
        assertThat(mayAsk(host, "")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example.com:8800",
                "127.0.0.1.example.com",
                "localhost.example.com",
                "10.0.0.7:8800",
                "0.0.0.0:8800",
                "localhost:8800:x",
                "[::2]",
                "127.0.0.1@example.com",
                "nolocalhost"
            })
    void a_name_that_only_leads_here_is_refused(String host) {
        assertThat(mayAsk(host, "")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "https://127.0.0.1",
                "http://[::1]:8800",
                "vscode-webview://1abc",
                "app://notes.example",
                "chrome-extension://abcdef"
            })
    void pages_of_this_machine_and_programs_with_a_browser_inside_may_ask(String origin) {
        assertThat(mayAsk("127.0.0.1:8800", origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://localhost.example.com",
                "null",
                "http://",
                "https://a b",
                "nothing"
            })
    void pages_of_web_sites_may_not(String origin) {
        assertThat(mayAsk("127.0.0.1:8800", origin)).isFalse();
    }
}
