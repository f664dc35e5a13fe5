package io.molt.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            1, Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(60), Duration.ofSeconds(600));

    private final Patience patience = new Patience(LIMITS, 0);

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void a_first_request_has_ten_seconds_and_a_later_one_ninety_from_the_answer_on() {
        assertThat(patience.isOver(seconds(10))).isFalse();
        assertThat(patience.isOver(seconds(11))).isTrue();

        patience.begun(seconds(9));
        patience.busy(true, 5, seconds(500));
        assertThat(patience.isOver(seconds(590))).isFalse();
        assertThat(patience.isOver(seconds(591))).isTrue();
    }

    @Test
    void a_body_may_pause_for_a_minute_and_last_for_ten_however_it_drips() {
        patience.begun(0);
        patience.busy(false, 0, 0);
        assertThat(patience.isOver(seconds(60))).isFalse();
        assertThat(patience.isOver(seconds(61))).isTrue();

        for (int second = 50; second <= 600; second += 50) {
            patience.busy(false, second, seconds(second));
            assertThat(patience.isOver(seconds(second))).isFalse();
        }
        patience.busy(false, 650, seconds(650));
        assertThat(patience.isOver(seconds(650))).isTrue();
    }

    @Test
    void an_answer_may_take_as_long_as_it_likes() {
        patience.begun(0);
        patience.busy(true, 5, seconds(1));
        patience.busy(true, 5, seconds(10_000));

        assertThat(patience.isOver(seconds(10_001))).isFalse();
    }
}
