package io.molt.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowingBytesTest {

    private static final int MOST = 1_000_003; // that no doubling meets

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1000", "3, 500000", "4, 1000003", "5, 9000000"})
    void however_they_come_and_whatever_was_told_they_take_no_more_than_the_longest(long seed, long expected) {
        SplittableRandom random = new SplittableRandom(seed);
        GrowingBytes bytes = new GrowingBytes(expected, MOST);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        while (sent.size() < MOST) {
            byte[] piece = new byte[Math.min(MOST - sent.size(), random.nextInt(1, 10_000))];
            random.nextBytes(piece);
            assertThat(bytes.capacityWith(piece.length)).isBetween(sent.size() + piece.length, MOST);
            bytes.append(Buffer.buffer(piece));
            sent.writeBytes(piece);
        }

        assertThat(bytes.taken()).isEqualTo(sent.toByteArray());
    }
}
