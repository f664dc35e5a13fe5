package io.molt.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.policy.TinyPolicyFixture;
import java.nio.charset.StandardCharsets;

/** Any text survives the tokenizer, in one piece and token by token; any tokens become the same text both ways. */
class StreamingTextFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void text_survives_and_tokens_stream_as_they_decode(byte[] bytes) {
        Tokenizer tokenizer = TinyPolicyFixture.policy().tokenizer();
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = (bytes[i] & 0xff) * 4 % tokenizer.vocabSize();
        }
        assertThat(streamed(tokenizer, tokens)).isEqualTo(tokenizer.decode(tokens));

        String text = new String(bytes, StandardCharsets.UTF_8);
        int[] encoded = tokenizer.encode(text);
        assertThat(tokenizer.decode(encoded)).isEqualTo(text);
        assertThat(streamed(tokenizer, encoded)).isEqualTo(text);
    }

    private static String streamed(Tokenizer tokenizer, int[] tokens) {
        StreamingText streaming = new StreamingText(tokenizer);
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(streaming.append(token));
        }
        return text.append(streaming.end()).toString();
    }
}
