package io.molt.policy.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.molt.policy.net.TokenBatch.Sequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {

    /** Vector V6b of algorithms.md: after the shift the mask of a (3 + 3)-token turn is 0, 0, 1, 1, 1. */
    @Test
    void a_reply_is_scored_from_the_position_before_its_first_token() {
        TokenBatch batch = new TokenBatch(List.of(Sequence.of(new int[] {1, 2, 3}, new int[] {4, 5, 6})));

        try (NDManager scope = Torch.scope()) {
            assertThat(batch.rows(scope).toLongArray()).containsExactly(2, 3, 4);
            assertThat(batch.targets(scope).toLongArray()).containsExactly(4, 5, 6);
            assertThat(batch.ids(scope).toLongArray()).containsExactly(1, 2, 3, 4, 5);
        }
    }

    /** Vector V6c: turns that do not continue each other are sequences of their own. */
    @Test
    void shorter_sequences_are_padded_and_never_scored_there() {
        TokenBatch batch = new TokenBatch(List.of(
                Sequence.of(new int[] {1, 2, 3}, new int[] {4, 5}), Sequence.of(new int[] {6}, new int[] {7, 8})));

        try (NDManager scope = Torch.scope()) {
            assertThat(batch.ids(scope).toLongArray()).containsExactly(1, 2, 3, 4, 6, 7, 0, 0);
            assertThat(batch.rows(scope).toLongArray()).containsExactly(2, 3, 4, 5);
            assertThat(batch.targets(scope).toLongArray()).containsExactly(4, 5, 7, 8);
            assertThat(new int[] {batch.owner(1), batch.owner(2)}).containsExactly(0, 1);
        }
    }

    @Test
    void the_first_token_cannot_be_scored() {
        assertThatThrownBy(() -> Sequence.of(new int[0], new int[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
