package io.molt.operators.judge;

import io.molt.schemas.log.Vote;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The question to a model, and how its answer is read. */
final class LlmAnswer {

    static final String INSTRUCTIONS =
            """
            You judge one reply of an AI agent by what followed it: the user's words or a tool's output.
            Give 1 if what followed shows that the reply helped, -1 if it shows that it did not (a correction, a complaint,
            the same question again, an error), 0 if it shows neither. Judge only by what followed, not by your own taste.
            If what followed says how the reply should have been, repeat that as advice in one to three sentences.
            End with these two lines, the second one only if there is advice:
            \\boxed{1}, \\boxed{-1} or \\boxed{0}
            HINT: the advice""";

    private static final Pattern BOXED = Pattern.compile("\\\\boxed\\{\\s*([+-]?[01])\\s*\\}");
    private static final Pattern HINT = Pattern.compile("^HINT:\\s*(.+)", Pattern.MULTILINE);

    private LlmAnswer() {}

    /** The last box counts: models think aloud. Without a box the vote is invalid. */
    static Vote vote(String answer) {
        return BOXED.matcher(answer)
                .results()
                .reduce((first, second) -> second)
                .map(boxed -> new Vote(true, Integer.parseInt(boxed.group(1)), hint(answer), answer))
                .orElseGet(() -> new Vote(false, 0, "", answer));
    }

    private static String hint(String answer) {
        return HINT.matcher(answer)
                .results()
                .map((MatchResult found) -> found.group(1).strip())
                .filter(hint -> !hint.equalsIgnoreCase("none"))
                .reduce((first, second) -> second)
                .orElse("");
    }
}
