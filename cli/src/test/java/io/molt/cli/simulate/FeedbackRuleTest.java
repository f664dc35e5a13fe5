package io.molt.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackRuleTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void alternate_says_right_and_wrong_in_turn(long seed) {
        for (int index = 0; index < 10; index++) {
            assertThat(FeedbackRule.ALTERNATE.saysRight(index, seed))
                    .isNotEqualTo(FeedbackRule.ALTERNATE.saysRight(index + 1, seed));
        }
    }
}
