package io.molt.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.Tick;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.Sampled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    /** All kinds of components at once. */
    public record Everything(
            int small,
            long large,
            float single,
            double wide,
            boolean yes,
            String text,
            ControlKind kind,
            ChatMessage nested,
            byte[] bytes,
            Sampled arrays,
            List<ChatMessage> list,
            Map<String, Double> map) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_is_written_is_read(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        Codec<Everything> codec = Codec.of(Everything.class);
        Everything before = anything(random);

        Everything after = codec.decode(codec.encode(before));

        assertThat(after).usingRecursiveComparison().isEqualTo(before);
        assertThat(codec.fromJson(codec.toJson(before)))
                .usingRecursiveComparison()
                .isEqualTo(before);
    }

    @Test
    void equal_records_have_equal_bytes_whatever_the_order_of_their_maps() {
        Map<String, String> one = new TreeMap<>(Map.of("size", "4", "minSize", "2", "maxWait", "PT1M"));
        Map<String, String> other = new TreeMap<>(java.util.Comparator.reverseOrder());
        other.putAll(one);

        byte[] first = Codecs.CONTROL.encode(new ControlRecord("a", "c", ControlKind.SET_BATCH, one, 1));

        assertThat(Codecs.CONTROL.encode(new ControlRecord("a", "c", ControlKind.SET_BATCH, other, 1)))
                .isEqualTo(first);
    }

    @Test
    void a_record_of_another_topic_is_refused_with_its_fingerprint() {
        byte[] tick = Codecs.SCORED.encode(new Tick(new LogPosition("a", 1, 2)));

        assertThatThrownBy(() -> Codecs.TURNS.decode(tick))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageMatching("schema [0-9a-f]+ was never released as a TurnEvent");
    }

    @Test
    void bytes_that_break_the_checks_of_their_record_are_refused() {
        byte[] outcome = Codecs.TURNS.encode(new Outcome("a", "s", "o", 1.0, 5));
        byte[] broken = outcome.clone();
        broken[broken.length - 2] = 0x40; // the value becomes 2.0 or more

        assertThatThrownBy(() -> Codecs.TURNS.decode(broken))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageContaining("outcome o must be from -1 to 1");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void truncated_bytes_are_unreadable_and_nothing_worse(long seed) {
        Codec<Everything> codec = Codec.of(Everything.class);
        byte[] whole = codec.encode(anything(new SplittableRandom(seed)));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(UnreadableRecord.class);
        }
    }

    @Test
    void a_forged_count_of_elements_is_unreadable_and_reserves_no_memory() {
        Codec<ManyMessages> codec = Codec.of(ManyMessages.class);
        byte[] none = codec.encode(new ManyMessages(List.of()));
        byte[] forged = Arrays.copyOf(none, none.length + 4);
        System.arraycopy(new byte[] {-2, -1, -1, -1, 15}, 0, forged, none.length - 1, 5); // 2,147,483,647 follow

        assertThatThrownBy(() -> codec.decode(forged)).isInstanceOf(UnreadableRecord.class);
    }

    /** A record that is one list. */
    public record ManyMessages(List<ChatMessage> messages) {}

    private static Everything anything(SplittableRandom random) {
        return new Everything(
                random.nextInt(),
                random.nextLong(),
                (float) random.nextGaussian(),
                random.nextGaussian(),
                random.nextBoolean(),
                "text \u20ac " + random.nextInt(),
                random.nextBoolean() ? ControlKind.FORGET : ControlKind.SET_MODE,
                new ChatMessage("user", "x".repeat(random.nextInt(20))),
                new byte[] {(byte) random.nextInt(), 0, -1},
                new Sampled(random.ints(3).toArray(), new int[] {1, 2}, new float[] {-0.5f, -1e-7f}, 1),
                List.of(new ChatMessage("a", "b"), new ChatMessage("c", "")),
                Map.of("loss", random.nextDouble(), "kl", 0.1));
    }
}
