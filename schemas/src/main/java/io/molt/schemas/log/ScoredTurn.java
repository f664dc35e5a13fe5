package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnRef;
import java.util.List;

/**
 * A turn with what followed it and how it was judged; self-contained for judging again and for training.
 *
 * @param position its place in the agent's log
 * @param turn which turn
 * @param revision 0 at first; later feedback or judgement counts up and never retrains
 * @param exchange what was asked and answered
 * @param sampled tokens and log-probabilities, {@link Sampled#UNKNOWN} where the turn cannot train
 * @param nextState what followed
 * @param judgement reward and hint, or why there are none
 */
public record ScoredTurn(
        LogPosition position,
        TurnRef turn,
        int revision,
        Exchange exchange,
        Sampled sampled,
        NextState nextState,
        Judgement judgement)
        implements LogEntry {

    /** Stands for every text of a turn that was forgotten. */
    public static final String FORGOTTEN = "(forgotten)";

    public ScoredTurn {
        requireNonNull(position, "position");
        requireNonNull(turn, "turn");
        requireNonNull(exchange, "exchange");
        requireNonNull(sampled, "sampled");
        requireNonNull(nextState, "nextState");
        requireNonNull(judgement, "judgement");
        if (!turn.agentId().equals(position.agentId())) {
            throw new IllegalArgumentException(
                    "turn " + turn.turnId() + " of " + turn.agentId() + " is in the log of " + position.agentId());
        }
    }

    /**
     * The turn without anything that was said, asked, injected (skills are named after what was said) or sampled. Ids, times and numbers stay, and whether there was a
     * hint: the fold forms the same batches of it.
     */
    public ScoredTurn withoutContent() {
        ServedBy by = exchange.servedBy();
        return new ScoredTurn(
                position,
                turn,
                revision,
                new Exchange(
                        exchange.kind(),
                        exchange.timing(),
                        new ServedBy(by.policy(), by.trained(), List.of(), by.skillGeneration(), ""),
                        List.of(),
                        FORGOTTEN),
                sampled.withoutTokens(),
                new NextState(nextState.kind(), nextState.turnId(), "", nextState.atMillis()),
                new Judgement(
                        judgement.unscored(),
                        judgement.reward(),
                        hidden(judgement.hint()),
                        judgement.votes().stream()
                                .map(vote -> new Vote(vote.valid(), vote.score(), hidden(vote.hint()), ""))
                                .toList(),
                        judgement.judge(),
                        ""));
    }

    private static String hidden(String text) {
        return text.isEmpty() ? "" : FORGOTTEN;
    }

    /** Whether this is a turn {@link #withoutContent}. */
    public boolean forgotten() {
        return exchange.reply().equals(FORGOTTEN) && equals(withoutContent());
    }
}
