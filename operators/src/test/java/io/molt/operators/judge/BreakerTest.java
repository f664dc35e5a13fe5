package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = 1_000_000_000;

    private final Breaker breaker = new Breaker(5, Duration.ofSeconds(30));

    @Test
    void five_failures_in_a_row_open_it_and_a_success_between_them_does_not() {
        fail(4);
        breaker.answered();
        fail(4);
        assertThat(breaker.allows(0)).isTrue();

        fail(1);

        assertThat(breaker.allows(SECOND)).isFalse();
    }

    @Test
    void after_half_a_minute_one_question_tries_again() {
        fail(5);

        assertThat(breaker.allows(30 * SECOND)).isTrue();
        assertThat(breaker.allows(30 * SECOND)).isFalse();
    }

    @Test
    void its_answer_decides() {
        fail(5);
        breaker.allows(30 * SECOND);
        breaker.failed(31 * SECOND);
        assertThat(breaker.allows(60 * SECOND)).isFalse();

        assertThat(breaker.allows(61 * SECOND)).isTrue();
        breaker.answered();

        assertThat(breaker.allows(61 * SECOND)).isTrue();
        assertThat(breaker.allows(61 * SECOND)).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(0);
        }
    }
}
