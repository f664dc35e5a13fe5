package io.molt.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AncestryTest {

    private static final Ancestry THREE =
            new Ancestry(0, List.of()).grown(1, true).grown(2, true).grown(3, true);

    @Test
    void versions_after_the_one_that_is_rolled_back_to_are_left_behind_and_those_before_are_not() {
        Ancestry back = THREE.rolledBack(1).grown(4, true);

        assertThat(List.of(back.leftBehind(0), back.leftBehind(1), back.leftBehind(4)))
                .containsOnly(false);
        assertThat(List.of(back.leftBehind(2), back.leftBehind(3))).containsOnly(true);
        assertThat(back.recentSteps(3)).containsExactly(1L, 4L);
    }

    @Test
    void a_branch_that_was_left_behind_can_be_gone_back_to() {
        Ancestry again = THREE.rolledBack(1).grown(4, true).rolledBack(3);

        assertThat(List.of(again.leftBehind(2), again.leftBehind(3))).containsOnly(false);
        assertThat(again.leftBehind(4)).isTrue();
        assertThat(again.recentSteps(3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_rollback_to_the_base_policy_leaves_everything_behind() {
        Ancestry base = THREE.rolledBack(0);

        assertThat(List.of(base.leftBehind(1), base.leftBehind(2), base.leftBehind(3)))
                .containsOnly(true);
        assertThat(base.recentSteps(3)).isEmpty();
    }

    @Test
    void skipped_versions_are_ancestors_and_no_steps() {
        Ancestry skipped = THREE.grown(4, false);

        assertThat(skipped.leftBehind(4)).isFalse();
        assertThat(skipped.recentSteps(2)).containsExactly(2L, 3L);
    }

    @Test
    void sixty_four_batches_are_remembered_and_older_ones_count_as_ancestors() {
        Ancestry much = new Ancestry(0, List.of());
        for (int version = 1; version <= 100; version++) {
            much = much.grown(version, true);
        }

        assertThat(much.steps()).hasSize(64);
        assertThat(much.leftBehind(3)).isFalse();
        assertThat(much.leftBehind(50)).isFalse();
    }
}
