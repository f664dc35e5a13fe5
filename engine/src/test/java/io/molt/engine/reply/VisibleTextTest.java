package io.molt.engine.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void what_may_become_a_stop_text_is_held_back_until_it_does_not() {
        VisibleText text = new VisibleText(List.of("END"));

        assertThat(text.append("the EN")).isEqualTo("the ");
        assertThat(text.append("tity")).isEqualTo("ENtity");
        assertThat(text.append(" END and more")).isEqualTo(" ");
        assertThat(text.stopped()).isTrue();
        assertThat(text.append("more")).isEmpty();
        assertThat(text.end()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void however_the_text_arrives_what_is_shown_ends_before_the_first_stop_text(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder all = new StringBuilder();
        random.ints(60, 0, 3).forEach(n -> all.append((char) ('a' + n)));
        VisibleText text = new VisibleText(List.of("abca", "cc"));

        StringBuilder shown = new StringBuilder();
        for (int from = 0; from < all.length() && !text.stopped(); ) {
            int to = Math.min(all.length(), from + 1 + random.nextInt(4));
            shown.append(text.append(all.substring(from, to)));
            from = to;
        }
        shown.append(text.end());

        int stop = all.toString().split("abca|cc", 2)[0].length();
        assertThat(shown).hasToString(all.substring(0, stop));
    }
}
