package io.molt.operators;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.List;

/** Turns of agent {@code a} after pairing. */
public final class Turns {

    public static final Sampled TOKENS = new Sampled(new int[] {1, 2}, new int[] {3}, new float[] {-0.5f}, 1);
    public static final ServedBy BASE = new ServedBy(ServedBy.BASE, true, List.of(), 0, "");

    private Turns() {}

    public static PairedTurn paired(String agentId, String turnId, String unscored, String followed) {
        return new PairedTurn(
                new TurnRef(agentId, "s", turnId),
                0,
                exchange(BASE),
                TOKENS,
                new NextState(NextStateKind.USER_REPLY, "next", followed, 5),
                unscored);
    }

    public static JudgedTurn judged(String agentId, String turnId) {
        return new JudgedTurn(paired(agentId, turnId, "", "thanks"), judgement(1, ""));
    }

    /** A log entry of agent {@code a}, a second of log time after the one before it. */
    public static ScoredTurn scored(long seq, double reward, String hint) {
        return scored(seq, reward, hint, BASE);
    }

    public static ScoredTurn scored(long seq, double reward, String hint, ServedBy servedBy) {
        return new ScoredTurn(
                new LogPosition("a", seq, seq * 1_000),
                new TurnRef("a", "s", "t" + seq),
                0,
                exchange(servedBy),
                TOKENS,
                new NextState(NextStateKind.USER_REPLY, "next", "so", 5),
                judgement(reward, hint));
    }

    private static Exchange exchange(ServedBy servedBy) {
        List<ChatMessage> messages =
                List.of(new ChatMessage("system", "be good"), new ChatMessage("user", "what time is it?"));
        return new Exchange(TurnKind.MAIN, new Timing(1, 2, 3), servedBy, messages, "noon");
    }

    private static Judgement judgement(double reward, String hint) {
        return new Judgement("", reward, hint, List.of(), "test", "input");
    }
}
