package io.molt.operators.judge;

import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.Vote;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Paired turns in, judged turns out.
 *
 * <pre>
 * key     none
 * state   none of Flink's; turns in flight are kept by the async operator
 * timer   the async operator's time limit: {@code JUDGE_DOWN}
 * out     {@link JudgedTurn} for every turn
 * side    none
 * </pre>
 */
public final class JudgeTurns extends RichAsyncFunction<PairedTurn, JudgedTurn> {

    private final Judge.Factory factory;
    private final int inFlightPerAgent;
    private transient Judge judge;
    private transient Map<String, Integer> inFlight;

    /**
     * A judging operator.
     *
     * @param factory makes the judge
     * @param capacity of the async operator; one agent gets an eighth of it at most
     */
    public JudgeTurns(Judge.Factory factory, int capacity) {
        this.factory = factory;
        this.inFlightPerAgent = Math.max(1, capacity / 8);
    }

    @Override
    public void open(OpenContext context) {
        judge = factory.create();
        inFlight = new ConcurrentHashMap<>();
    }

    @Override
    public void asyncInvoke(PairedTurn turn, ResultFuture<JudgedTurn> result) {
        if (!turn.unscored().isEmpty()) {
            complete(turn, Judgement.unscored(turn.unscored()), result);
            return;
        }
        String agentId = turn.turn().agentId();
        if (count(agentId, 1) > inFlightPerAgent) {
            count(agentId, -1);
            complete(turn, Judgement.unscored("JUDGE_BUSY"), result);
            return;
        }
        JudgeInput input = JudgeInput.of(turn);
        String text = input.text();
        ask(input).whenComplete((votes, failure) -> {
            count(agentId, -1);
            complete(turn, failure == null ? majority(votes, text) : down(text), result);
        });
    }

    /** A judge that breaks on one turn must not stop all the others. */
    private CompletionStage<List<Vote>> ask(JudgeInput input) {
        try {
            return judge.votes(input);
        } catch (Exception e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public void timeout(PairedTurn turn, ResultFuture<JudgedTurn> result) {
        complete(turn, down(JudgeInput.of(turn).text()), result);
    }

    @Override
    public void close() throws Exception {
        if (judge != null) {
            judge.close();
        }
    }

    private Judgement majority(List<Vote> votes, String input) {
        return Majority.of(votes, judge.fingerprint(), input);
    }

    private Judgement down(String input) {
        return new Judgement("JUDGE_DOWN", 0, "", List.of(), judge.fingerprint(), input);
    }

    /** Answers come on the judge's threads. */
    private int count(String agentId, int change) {
        return inFlight.merge(agentId, change, Integer::sum);
    }

    private static void complete(PairedTurn turn, Judgement judgement, ResultFuture<JudgedTurn> result) {
        result.complete(List.of(new JudgedTurn(turn, judgement)));
    }
}
