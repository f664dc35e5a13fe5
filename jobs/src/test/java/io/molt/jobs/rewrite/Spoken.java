package io.molt.jobs.rewrite;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;

/** Turns that say their secret wherever a turn can say something. */
final class Spoken {

    private Spoken() {}

    static String secret(String turnId) {
        return "the secret of " + turnId;
    }

    static ScoredTurn turn(String agentId, String sessionId, String turnId, long seq, long askedAtMillis) {
        String secret = secret(turnId);
        return new ScoredTurn(
                new LogPosition(agentId, seq, 2_000 + seq),
                new TurnRef(agentId, sessionId, turnId),
                (int) seq % 2,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(askedAtMillis, askedAtMillis + 1, askedAtMillis + 2),
                        new ServedBy("ada@v3", true, List.of("of-it@v1"), 2, "Rules:\n- " + secret),
                        List.of(new ChatMessage("system", ""), new ChatMessage("user", secret)),
                        "reply with " + secret),
                new Sampled(new int[] {3, 4, 5}, new int[] {6, 0}, new float[] {-0.5f, -1}, 0.7),
                new NextState(NextStateKind.USER_REPLY, "next", "no, " + secret, 5),
                new Judgement(
                        "",
                        -1,
                        "say " + secret,
                        List.of(
                                new Vote(true, -1, "hint of " + secret, "answer of " + secret),
                                new Vote(false, 0, "", "?")),
                        "rules-1",
                        "## " + secret));
    }

    static TurnRequested asked(ScoredTurn turn) {
        return new TurnRequested(
                turn.turn(),
                turn.exchange().timing().requestedAtMillis(),
                TurnKind.MAIN,
                List.of(),
                List.of(new MessageBody(
                        "asked" + turn.turn().turnId(),
                        "user",
                        secret(turn.turn().turnId()),
                        "")),
                true,
                false);
    }

    static TurnAnswered answered(ScoredTurn turn) {
        String id = turn.turn().turnId();
        Timing asked = turn.exchange().timing();
        return new TurnAnswered(
                turn.turn(),
                new Timing(asked.requestedAtMillis(), asked.requestedAtMillis(), asked.requestedAtMillis()),
                turn.exchange().servedBy(),
                new MessageBody("hash" + id, "assistant", turn.exchange().reply(), ""),
                "match",
                turn.sampled(),
                new Ending(200, "stop", ""),
                "");
    }
}
