package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.Vote;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MajorityTest {

    private static final Vote INVALID = new Vote(false, 0, "", "?");

    @Test
    void more_than_half_of_the_valid_votes_decide() {
        assertThat(of(vote(1), vote(1), vote(-1)).reward()).isEqualTo(1);
        assertThat(of(vote(-1), INVALID, vote(-1)).reward()).isEqualTo(-1);
    }

    @Test
    void a_tie_is_nothing() {
        assertThat(of(vote(1), vote(-1)).reward()).isZero();
        assertThat(of(vote(1), vote(0), vote(-1)).reward()).isZero();
        assertThat(of(vote(1), vote(-1)).scored()).isTrue();
    }

    @Test
    void fewer_than_half_valid_votes_are_no_judgement_and_never_a_zero() {
        assertThat(of(vote(1), INVALID, INVALID).unscored()).isEqualTo("JUDGE_UNCLEAR");
        assertThat(of().unscored()).isEqualTo("JUDGE_UNCLEAR");
        assertThat(of(vote(1), INVALID).reward()).isEqualTo(1);
    }

    @Test
    void the_first_hint_of_more_than_ten_characters_in_a_valid_vote_is_accepted() {
        Vote curt = new Vote(true, -1, "no", "");
        Vote useful = new Vote(true, -1, "Use four digits.", "");
        Vote broken = new Vote(false, 0, "Use five digits, please.", "");

        assertThat(of(broken, curt, useful).hint()).isEqualTo("Use four digits.");
    }

    private static Judgement of(Vote... votes) {
        return Majority.of(Arrays.asList(votes), "test", "input");
    }

    private static Vote vote(int score) {
        return new Vote(true, score, "", List.of(score).toString());
    }
}
