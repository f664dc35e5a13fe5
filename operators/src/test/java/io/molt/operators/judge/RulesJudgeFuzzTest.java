package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.Vote;
import java.nio.charset.StandardCharsets;

/** Whatever a user or a tool says, there is one valid vote, and a hint is made of the user's words. */
class RulesJudgeFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_words_get_a_vote(byte[] bytes) {
        String words = new String(bytes, StandardCharsets.UTF_8);
        for (NextStateKind kind : NextStateKind.values()) {
            JudgeInput input = new JudgeInput("", "what time is it?", "noon", kind, words);

            Vote vote = new RulesJudge(false).vote(input);

            assertThat(vote.valid()).isTrue();
            assertThat(vote.hint()).hasSizeLessThanOrEqualTo(500);
            assertThat(input.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(16_000);
            assertThat(new RulesJudge(false).vote(input)).isEqualTo(vote);
        }
    }
}
