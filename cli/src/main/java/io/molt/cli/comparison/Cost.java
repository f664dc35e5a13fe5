package io.molt.cli.comparison;

import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run took.
 *
 * @param judgeCalls votes that a judge was asked for; 0 if the votes of then were read
 * @param judgedCharacters that judges saw, once for each vote
 * @param trainedTokens reply tokens times optimizer steps; empty if a manifest does not say
 * @param seconds from start to end; empty if nobody took the time
 */
public record Cost(long judgeCalls, long judgedCharacters, OptionalLong trainedTokens, OptionalDouble seconds) {

    static Cost of(Run run) {
        List<JudgedTurn> asked = run.how().judgedAgain() ? run.turns() : List.of();
        return new Cost(
                asked.stream().mapToLong(JudgedTurn::votes).sum(),
                asked.stream()
                        .mapToLong(turn -> turn.votes() * turn.characters())
                        .sum(),
                trained(run.versions()),
                run.how().seconds());
    }

    private static OptionalLong trained(List<AdapterVersion> versions) {
        long tokens = 0;
        for (AdapterVersion version : versions) {
            Double each = version.report().metrics().get("tokens");
            Double steps = version.report().metrics().get("optimizer_steps");
            if (each != null && steps != null) {
                tokens += Math.round(each * steps);
            } else if (version.report().status() != VersionStatus.SKIPPED) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(tokens);
    }
}
