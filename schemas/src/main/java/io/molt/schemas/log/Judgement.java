package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a turn was judged.
 *
 * @param unscored why there is no score: {@code SILENCE}, {@code REPLY_LOST}, {@code COMPACTED}, {@code SIDE_TURN},
 *     {@code JUDGE_BUSY}, {@code JUDGE_DOWN}, {@code JUDGE_UNCLEAR}, {@code FAILED_TURN}, ...; empty if it was scored
 * @param reward -1 to 1, and with the outcome of its session added -2 to 2; 0 if unscored
 * @param hint what to do instead; empty if no accepted vote has one
 * @param votes all of them, also the invalid ones
 * @param judge fingerprint of the judge: name, version and settings; empty if none was asked
 * @param input what the judge saw, at most 16 kB; empty if none was asked
 */
public record Judgement(String unscored, double reward, String hint, List<Vote> votes, String judge, String input) {

    public Judgement {
        requireNonNull(unscored, "unscored");
        requireNonNull(hint, "hint");
        requireNonNull(judge, "judge");
        requireNonNull(input, "input");
        votes = List.copyOf(votes);
        if (!(reward >= -2 && reward <= 2)) {
            throw new IllegalArgumentException("a reward is from -2 to 2, but was " + reward);
        }
    }

    public static Judgement unscored(String reason) {
        return new Judgement(reason, 0, "", List.of(), "", "");
    }

    public boolean scored() {
        return unscored.isEmpty();
    }
}
