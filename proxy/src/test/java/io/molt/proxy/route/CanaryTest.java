package io.molt.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {

    private static final int SESSIONS = 20_000;
    private static final int POINT_OF_S1 = 8440;

    private static List<String> sessions(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, SESSIONS)
                .mapToObj(n -> "s-" + Long.toHexString(random.nextLong()))
                .toList();
    }

    private static Set<String> drawn(long version, int share, List<String> sessions) {
        Set<String> drawn = new HashSet<>();
        for (String session : sessions) {
            if (new Canary(version, share).draws("ada", session)) {
                drawn.add(session);
            }
        }
        return drawn;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void of_many_sessions_it_draws_its_share(long seed) {
        List<String> sessions = sessions(seed);
        for (int share : new int[] {1, 5, 10, 33, 50, 90, 99}) {
            double expected = SESSIONS * share / 100.0;
            double deviation = Math.sqrt(expected * (1 - share / 100.0));

            assertThat((double) drawn(9, share, sessions).size())
                    .as("share " + share)
                    .isBetween(expected - 5 * deviation, expected + 5 * deviation);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void no_session_leaves_it_as_its_share_grows(long seed) {
        List<String> sessions = sessions(seed);
        Set<String> before = Set.of();
        for (int share = 1; share <= 99; share += 7) {
            Set<String> now = drawn(9, share, sessions);

            assertThat(now.containsAll(before)).as("share " + share).isTrue();
            before = now;
        }
    }

    @Test
    void another_canary_draws_others() {
        List<String> sessions = sessions(1);
        Set<String> both = drawn(9, 10, sessions);
        both.retainAll(drawn(10, 10, sessions));

        assertThat(both.size()).isBetween(SESSIONS / 200, SESSIONS / 50);
    }

    /** By Python: int(hashlib.sha256(b"3/ada/9/s1").hexdigest()[:16], 16) % 10000. */
    @Test
    void the_draw_of_a_session_is_the_same_for_ever() {
        assertThat(new Canary(9, POINT_OF_S1 / 100).draws("ada", "s1")).isFalse();
        assertThat(new Canary(9, POINT_OF_S1 / 100 + 1).draws("ada", "s1")).isTrue();
    }

    @Test
    void a_share_is_more_than_nothing_and_less_than_all() {
        assertThatThrownBy(() -> new Canary(9, 0)).hasMessage("a canary's share must be from 1 to 99, but was 0");
        assertThatThrownBy(() -> new Canary(9, 100)).hasMessage("a canary's share must be from 1 to 99, but was 100");
        assertThatThrownBy(() -> new Canary(0, 10)).hasMessage("a canary is version 1 or later, but was 0");
    }
}
