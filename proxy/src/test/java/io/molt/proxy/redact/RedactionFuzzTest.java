package io.molt.proxy.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.util.Map;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class RedactionFuzzTest {

    private static final Redaction REDACTION = Redaction.from(new Settings(Map.of("redaction.personal", "true")));

    @FuzzTest(maxDuration = "1m")
    void whatever_is_taken_out_json_stays_json(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        String redacted = REDACTION.text(text);

        if (!redacted.contains("[redacted:")) {
            assertThat(redacted).isEqualTo(text);
        }
        JsonNode string = JsonText.object().put("text", text).put(text, "password");
        for (String json : new String[] {JsonText.write(string), text}) {
            if (isJson(json)) {
                assertThatCode(() -> JsonText.parse(REDACTION.json(json))).doesNotThrowAnyException();
            }
        }
    }

    private static boolean isJson(String text) {
        try {
            return !JsonText.parse(text).isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }
}
