package io.molt.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            1,
            Duration.ofSeconds(10),
            Duration.ofSeconds(90),
            Duration.ofSeconds(60),
            Duration.ofSeconds(600),
            Duration.ofSeconds(300));

    private final Patience patience = new Patience(LIMITS, 0);
    private final RequestPatience request = new RequestPatience(LIMITS, 0);

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void a_first_request_has_ten_seconds_and_a_later_one_ninety_from_the_answer_on() {
        assertThat(patience.isOver(seconds(10))).isFalse();
        assertThat(patience.isOver(seconds(11))).isTrue();

        patience.begun(seconds(9));
        patience.busy(seconds(500));
        assertThat(patience.isOver(seconds(590))).isFalse();
        assertThat(patience.isOver(seconds(591))).isTrue();
    }

    @Test
    void a_body_may_pause_for_a_minute_and_last_for_ten_however_it_drips() {
        assertThat(request.hears(false, 0, seconds(60))).isTrue();
        assertThat(request.hears(false, 0, seconds(61))).isFalse();

        for (int second = 50; second <= 600; second += 50) {
            assertThat(request.hears(false, second, seconds(second))).isTrue();
        }
        assertThat(request.hears(false, 650, seconds(650))).isFalse();
    }

    @Test
    void an_answer_may_take_as_long_as_it_likes() {
        assertThat(request.hears(true, 5, seconds(10_000))).isTrue();
        assertThat(request.writes(false, 0, seconds(10_000))).isTrue();
    }

    @Test
    void a_client_may_stop_reading_for_five_minutes_and_has_them_again_after_every_byte() {
        assertThat(request.writes(true, 5, seconds(10))).isTrue();
        assertThat(request.writes(true, 5, seconds(310))).isTrue();
        assertThat(request.writes(true, 6, seconds(311))).isTrue();
        assertThat(request.writes(true, 6, seconds(611))).isTrue();
        assertThat(request.writes(true, 6, seconds(612))).isFalse();
    }
}
