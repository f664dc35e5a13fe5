package io.molt.cli.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class SettingsFileFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_text_is_settings_or_refused(byte[] file) {
        try {
            assertThat(SettingsFile.parse("molt.yaml", new String(file, UTF_8))).doesNotContainValue(null);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("molt.yaml ");
        }
    }
}
