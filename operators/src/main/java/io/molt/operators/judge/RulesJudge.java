package io.molt.operators.judge;

import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.Vote;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads feedback by rules: no network, the same vote for the same words for ever. It understands English.
 *
 * @param strict only explicit words of praise and complaint count
 */
public record RulesJudge(boolean strict) implements Judge {

    /** Raised whenever a vote on any words changes. */
    private static final int VERSION = 1;

    @Override
    public CompletionStage<List<Vote>> votes(JudgeInput input) {
        return CompletableFuture.completedStage(List.of(vote(input)));
    }

    /** The one vote. */
    public Vote vote(JudgeInput input) {
        if (input.followed().isBlank()) {
            return new Vote(true, 0, "", "nothing was said");
        }
        return input.kind() == NextStateKind.TOOL_RESULT
                ? new ToolResult(input.followed()).vote()
                : new UserReply(input.followed(), strict).vote(input.question());
    }

    @Override
    public String fingerprint() {
        return "rules-" + VERSION + (strict ? "-strict" : "");
    }
}
