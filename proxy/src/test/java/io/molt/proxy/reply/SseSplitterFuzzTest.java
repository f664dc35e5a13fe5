package io.molt.proxy.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.dialect.ChatReply;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class SseSplitterFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void no_byte_of_an_upstream_is_lost_and_nothing_it_says_stops_the_reader(byte[] bytes) throws IOException {
        SseSplitter splitter = new SseSplitter(1 << 20);
        ChatReply reply = new ChatReply();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        int half = bytes.length / 2;

        for (byte[] part : List.of(Arrays.copyOf(bytes, half), Arrays.copyOfRange(bytes, half, bytes.length))) {
            for (SseEvent event : splitter.feed(part)) {
                raw.write(event.raw());
                read(reply, event);
            }
        }

        raw.write(splitter.rest());
        assertThat(raw.toByteArray()).isEqualTo(bytes);
        assertThat(Message.of(reply.message()).body().orElseThrow().role()).isEqualTo("assistant");
        assertThat(reply.sampled(1, 100).replyTokenIds()).hasSizeLessThanOrEqualTo(100);
    }

    private static void read(ChatReply reply, SseEvent event) {
        try {
            JsonNode json = JsonText.parse(event.data());
            reply.read(json);
            assertThat(new String(new ClientView(false, false).of(event, json), UTF_8))
                    .isNotNull();
        } catch (IOException noJson) {
            assertThat(noJson).isNotNull();
        }
    }
}
