package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

/**
 * One opinion of a judge.
 *
 * @param valid false if the judge's answer could not be read; then the score is 0 and does not count
 * @param score -1, 0 or 1
 * @param hint what to do instead, in one to three sentences; empty if the vote has none
 * @param text the judge's answer as it came
 */
public record Vote(boolean valid, int score, String hint, String text) {

    public Vote {
        requireNonNull(hint, "hint");
        requireNonNull(text, "text");
        if (score < -1 || score > 1) {
            throw new IllegalArgumentException("a vote is -1, 0 or 1, but was " + score);
        }
    }
}
