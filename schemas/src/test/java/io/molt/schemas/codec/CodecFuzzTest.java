package io.molt.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.Tick;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class CodecFuzzTest {

    private static final byte[] HEADER = Arrays.copyOf(Codecs.SCORED.encode(new Tick(new LogPosition("a", 1, 1))), 10);

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_a_record_or_unreadable(byte[] body) {
        byte[] bytes =
                ByteBuffer.allocate(10 + body.length).put(HEADER).put(body).array();
        try {
            assertThat(Codecs.SCORED.decode(bytes)).isNotNull();
        } catch (UnreadableRecord expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
