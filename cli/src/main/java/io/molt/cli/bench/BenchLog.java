package io.molt.cli.bench;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Scored turns with bodies, tokens and votes such as agents have, the same every time. */
final class BenchLog {

    private static final int WORDS = 2_000;
    private static final int VOCABULARY = 32_000;

    private BenchLog() {}

    static ScoredTurn turn(int index) {
        SplittableRandom random = new SplittableRandom(index);
        String question = text(random, 20 + random.nextInt(120));
        String reply = text(random, 20 + random.nextInt(80));
        String next = text(random, 5 + random.nextInt(20));
        int score = random.nextInt(3) - 1;
        String hint = score < 0 ? text(random, 12) : "";
        long at = 1_795_219_200_000L + index * 137L;
        return new ScoredTurn(
                new LogPosition("agent-" + index % 10, index / 10 + 1, at + 2_000),
                new TurnRef("agent-" + index % 10, "session-" + index / 60, id(random)),
                0,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(at, at + 40 + random.nextInt(100), at + 900),
                        new ServedBy("agent-" + index % 10 + "@v" + index / 500, true, List.of("dates@v2"), 2, ""),
                        List.of(
                                new ChatMessage("system", "You are a careful assistant who follows the rules."),
                                new ChatMessage("user", question)),
                        reply),
                sampled(random),
                new NextState(NextStateKind.USER_REPLY, id(random), next, at + 1_900),
                new Judgement(
                        "",
                        score,
                        hint,
                        List.of(new Vote(true, score, hint, "score " + score)),
                        "rules-1",
                        "## Request\n" + question + "\n## Reply\n" + reply + "\n## Next\n" + next));
    }

    private static Sampled sampled(SplittableRandom random) {
        int[] prompt = random.ints(60 + random.nextInt(160), 0, VOCABULARY).toArray();
        int[] reply = random.ints(30 + random.nextInt(100), 0, VOCABULARY).toArray();
        float[] logProbs = new float[reply.length];
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = (float) Math.log(1 - random.nextDouble());
        }
        return new Sampled(prompt, reply, logProbs, 0.7);
    }

    private static String text(SplittableRandom random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            // Small numbers come more often, as common words do.
            int word = (int) (WORDS * random.nextDouble() * random.nextDouble());
            text.append(i == 0 ? "" : " ").append(Integer.toString(word * 7_919 + 46_656, Character.MAX_RADIX));
        }
        return text.toString();
    }

    private static String id(SplittableRandom random) {
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }
}
