package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.settings.Setting;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of all settings follows from the code; {@code -Dmolt.release=true} writes it anew. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    /** Defaults that depend on the machine or the home directory. */
    private static final Map<String, String> IN_WORDS = Map.of(
            "engine.threads", "one less than the cores",
            "policy.directory", "the built-in policy",
            "upstream.url", "the engine of this process");

    @Test
    void the_page_names_every_setting_with_its_default_and_bounds() throws IOException {
        if (Boolean.getBoolean("molt.release")) {
            Files.writeString(PAGE, page());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    private static String page() {
        Settings settings = new Settings(Map.of());
        StackConfig.read(settings, true);
        StringBuilder page = new StringBuilder(
                """
                # Settings

                All settings of `molt up` and `molt demo`, read from `molt.yaml` in the home directory; nested keys and dotted
                ones mean the same. Where a key says `<name>`, choose one without a dot and give as many as you like. A key that
                is not in this table is refused, and all problems come in one message. Secrets are not settings: the upstream's
                API key comes from the environment variable `MOLT_UPSTREAM_API_KEY` or from the file that `upstream.apiKeyFile`
                names.

                | key | value | default | bounds |
                |---|---|---|---|
                """);
        for (Setting setting : settings.known()) {
            if (!StackConfig.DERIVED.contains(setting.key())) {
                page.append(row(setting));
            }
        }
        return page.toString();
    }

    private static String row(Setting setting) {
        String fallback = IN_WORDS.getOrDefault(setting.key(), setting.fallback());
        return String.format(
                "| `%s` | %s | %s | %s |%n",
                setting.key(), setting.expected(), fallback.isEmpty() ? "none" : fallback, setting.range());
    }
}
