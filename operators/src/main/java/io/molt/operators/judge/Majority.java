package io.molt.operators.judge;

import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.Vote;
import java.util.List;

/**
 * Makes one judgement of many votes: the score that more than half of the valid votes share, else 0. Fewer than half
 * valid votes are no judgement at all, never a 0.
 */
public final class Majority {

    private static final int MIN_HINT_CHARS = 10;

    private Majority() {}

    /**
     * The judgement.
     *
     * @param votes all of them
     * @param judge fingerprint of who voted
     * @param input what it saw
     */
    public static Judgement of(List<Vote> votes, String judge, String input) {
        List<Vote> valid = votes.stream().filter(Vote::valid).toList();
        if (votes.isEmpty() || valid.size() * 2 < votes.size()) {
            return new Judgement("JUDGE_UNCLEAR", 0, "", votes, judge, input);
        }
        int reward = 0;
        for (int score = -1; score <= 1; score++) {
            int wanted = score;
            long agreeing =
                    valid.stream().filter(vote -> vote.score() == wanted).count();
            if (agreeing * 2 > valid.size()) {
                reward = score;
            }
        }
        return new Judgement("", reward, hint(valid), votes, judge, input);
    }

    /** The first that says enough. */
    private static String hint(List<Vote> valid) {
        return valid.stream()
                .map(vote -> vote.hint().strip())
                .filter(hint -> hint.length() > MIN_HINT_CHARS)
                .findFirst()
                .orElse("");
    }
}
