package io.molt.proxy.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.luben.zstd.Zstd;
import io.molt.proxy.dialect.ChatReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    private static byte[] packed(String encoding, byte[] bytes) throws IOException {
        if (encoding.equals("zstd")) {
            return Zstd.compress(bytes);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"zstd, 1", "zstd, 2", "gzip, 1", "gzip, 2"})
    void what_comes_in_pieces_of_any_length_is_unpacked(String encoding, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] text = "event: x\ndata: {\"a\":1}\n\n".repeat(500).getBytes(UTF_8);
        byte[] packed = packed(encoding, text);
        for (int round = 0; round < 50; round++) {
            ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
            try (Decoder decoder = Decoder.of(encoding).orElseThrow()) {
                for (int at = 0; at < packed.length; ) {
                    int piece = Math.min(packed.length - at, random.nextInt(1, 20));
                    unpacked.writeBytes(decoder.apply(Arrays.copyOfRange(packed, at, at + piece)));
                    at += piece;
                }
            }
            assertThat(unpacked.toByteArray()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip"})
    void a_few_bytes_that_unpack_to_very_many_are_not_unpacked_whole(String encoding) throws IOException {
        byte[] bomb = packed(encoding, new byte[64 << 20]);

        try (Decoder decoder = Decoder.of(encoding).orElseThrow()) {
            assertThat(decoder.apply(bomb, 1 << 20).length).isBetween((1 << 20) + 1, 4 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "deflate"})
    void what_is_not_packed_gives_nothing_and_closes(String encoding) {
        byte[] plain = "{\"model\":\"m\",\"messages\":[]}".getBytes(UTF_8);

        Decoder decoder = Decoder.of(encoding).orElseThrow();

        assertThat(decoder.apply(plain)).isEmpty();
        assertThatCode(decoder::close).doesNotThrowAnyException();
    }

    @Test
    void no_comment_stands_between_the_events_of_a_packed_stream() throws IOException {
        try (Events plain = new Events(new ChatReply(), Decoder.NONE, 100);
                Events packed = new Events(new ChatReply(), Decoder.of("zstd").orElseThrow(), 100)) {
            plain.take("data: x\n\n".getBytes(UTF_8));
            packed.take(packed("zstd", "data: x\n\n".getBytes(UTF_8)));

            assertThat(plain.isBetweenEvents()).isTrue();
            assertThat(packed.isBetweenEvents()).isFalse();
        }
    }
}
