package io.molt.proxy.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseSplitterTest {

    private static final String STREAM =
            "data: {\"a\":\"ä€\"}\n\nevent: x\r\ndata: 1\r\ndata:2\r\n\r\n: comment\r\rid: 7\n\ndata: [DONE]\n\n";

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void however_the_bytes_arrive_the_events_are_the_same_and_no_byte_is_lost(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = STREAM.getBytes(UTF_8);
        SseSplitter splitter = new SseSplitter(1000);

        List<SseEvent> events = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(5));
            events.addAll(splitter.feed(Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }

        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        events.forEach(event -> raw.writeBytes(event.raw()));
        assertThat(events).extracting(SseEvent::data).containsExactly("{\"a\":\"ä€\"}", "1\n2", "", "", "[DONE]");
        assertThat(raw.toString(UTF_8)).isEqualTo(STREAM);
        assertThat(splitter.rest()).isEmpty();
    }

    @Test
    void what_follows_the_last_event_is_kept() {
        SseSplitter splitter = new SseSplitter(1000);

        assertThat(splitter.feed("data: 1\n\ndata: 2\n".getBytes(UTF_8))).hasSize(1);
        assertThat(new String(splitter.rest(), UTF_8)).isEqualTo("data: 2\n");
    }

    /** Were each line copied behind all before it, this would copy some hundred gigabytes. */
    @Test
    void an_event_may_have_very_many_lines() {
        int lines = 500_000;

        List<SseEvent> events = new SseSplitter(1 << 23).feed(("data: 1234\n".repeat(lines) + "\n").getBytes(UTF_8));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).data())
                .hasSize(5 * lines - 1)
                .startsWith("1234\n1234")
                .endsWith("4\n1234");
    }

    @Test
    void an_event_that_grows_too_long_is_refused() {
        SseSplitter splitter = new SseSplitter(10);

        assertThatThrownBy(() -> splitter.feed("data: 123456789".getBytes(UTF_8)))
                .hasMessage("an event of the upstream is longer than 10 bytes");
    }
}
