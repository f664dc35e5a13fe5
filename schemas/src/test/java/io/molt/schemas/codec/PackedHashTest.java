package io.molt.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.ContextMessage;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedHashTest {

    @Test
    void the_bytes_of_a_hash_are_those_that_its_digits_say_behind_a_mark() {
        byte[] packed = PackedHash.pack("000102030405060708090a0b0c0d0eff");

        assertThat(packed).containsExactly(0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xFF);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void a_hash_takes_half_of_its_digits_and_comes_back(long seed) {
        byte[] random = new byte[16];
        new SplittableRandom(seed).nextBytes(random);
        String hash = HexFormat.of().formatHex(random);

        byte[] packed = PackedHash.pack(hash);

        assertThat(packed).hasSize(17);
        assertThat(PackedHash.unpack(packed)).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "said",
                "seventeen letters",
                "0123456789ABCDEF0123456789abcdef",
                "0123456789abcdefg123456789abcdef",
                "ÿ123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0"
            })
    void any_other_text_comes_back_too(String text) {
        assertThat(PackedHash.pack(text)).isEqualTo(text.getBytes(UTF_8));
        assertThat(PackedHash.unpack(PackedHash.pack(text))).isEqualTo(text);
    }

    /** Records of the first release have the digits themselves. */
    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "", "x"})
    void digits_that_were_written_as_text_are_read(String hash) {
        assertThat(PackedHash.unpack(hash.getBytes(UTF_8))).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "", "x"})
    void a_message_of_a_context_is_written_and_read(String hash) throws Exception {
        Codec<ContextMessage> codec = Codec.of(ContextMessage.class);
        ContextMessage message = new ContextMessage("user", hash, hash);

        assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
        assertThat(codec.fromJson(codec.toJson(message))).isEqualTo(message);
    }
}
