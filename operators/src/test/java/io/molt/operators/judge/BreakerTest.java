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
        breaker.answered(0);
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
        breaker.failed(30 * SECOND, 31 * SECOND);
        assertThat(breaker.allows(60 * SECOND)).isFalse();

        assertThat(breaker.allows(61 * SECOND)).isTrue();
        breaker.answered(61 * SECOND);

        assertThat(breaker.allows(61 * SECOND)).isTrue();
        assertThat(breaker.allows(61 * SECOND)).isTrue();
    }

    @Test
    void questions_that_hang_do_not_open_it_while_later_ones_are_answered() {
        breaker.answered(9 * SECOND);

        for (int i = 0; i < 32; i++) {
            breaker.failed(SECOND, 31 * SECOND);
        }

        assertThat(breaker.allows(31 * SECOND)).isTrue();
    }

    @Test
    void an_endpoint_that_answers_nobody_any_more_opens_it_although_it_answered_once() {
        breaker.answered(SECOND);

        for (int i = 0; i < 5; i++) {
            breaker.failed(2 * SECOND, 12 * SECOND);
        }

        assertThat(breaker.allows(12 * SECOND)).isFalse();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(0, 0);
        }
    }
}
