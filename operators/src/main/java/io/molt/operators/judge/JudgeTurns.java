package io.molt.operators.judge;

import io.molt.operators.pairing.PairedTurn;
import io.molt.operators.wire.Bug;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.Vote;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
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

    private static final String DOWN = "JUDGE_DOWN";
    private static final String BUSY = "JUDGE_BUSY";

    private final Judge.Factory factory;
    private final int inFlightPerAgent;
    private transient Judge judge;
    private transient Map<String, Integer> inFlight;
    private transient Map<String, Counter> counters;
    private transient Latency latency;

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
        counters = new ConcurrentHashMap<>();
        latency = new Latency();
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        // From the start, or an alarm would miss what happens first.
        List.of("votesValid", "votesInvalid", "bugs").forEach(this::counter);
        List.of(DOWN, BUSY).forEach(reason -> counter("unscored." + reason));
        metrics.gauge("judgeMillisMean", () -> latency.meanMillis());
        metrics.gauge("judgeMillisMax", () -> latency.maxMillis());
        metrics.gauge(
                "judgeInFlight",
                () -> inFlight.values().stream().mapToInt(Integer::intValue).sum());
    }

    @Override
    public void asyncInvoke(PairedTurn turn, ResultFuture<JudgedTurn> result) {
        if (!turn.unscored().isEmpty()) {
            complete(turn, () -> Judgement.unscored(turn.unscored()), result);
            return;
        }
        String agentId = turn.turn().agentId();
        if (count(agentId, 1) > inFlightPerAgent) {
            count(agentId, -1);
            complete(turn, () -> Judgement.unscored(BUSY), result);
            return;
        }
        long askedNanos = System.nanoTime();
        ask(turn).whenComplete((votes, failure) -> {
            count(agentId, -1);
            latency.took(System.nanoTime() - askedNanos);
            if (failure instanceof RuntimeException bug && !(failure instanceof CompletionException)) {
                complete(turn, bug, result);
            } else {
                complete(turn, () -> failure == null ? majority(votes, turn) : down(turn), result);
            }
        });
    }

    /** A judge that breaks on one turn must not stop all the others. */
    private CompletionStage<List<Vote>> ask(PairedTurn turn) {
        JudgeInput input;
        try {
            input = JudgeInput.of(turn);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        try {
            return judge.votes(input)
                    .exceptionallyCompose(e -> CompletableFuture.failedStage(new CompletionException(e)));
        } catch (Exception e) {
            return CompletableFuture.failedStage(new CompletionException(e));
        }
    }

    @Override
    public void timeout(PairedTurn turn, ResultFuture<JudgedTurn> result) {
        complete(turn, () -> down(turn), result);
    }

    @Override
    public void close() throws Exception {
        if (judge != null) {
            judge.close();
        }
    }

    private Judgement majority(List<Vote> votes, PairedTurn turn) {
        votes.forEach(vote -> count(vote.valid() ? "votesValid" : "votesInvalid"));
        return Majority.of(votes, judge.fingerprint(), JudgeInput.of(turn).text());
    }

    private Judgement down(PairedTurn turn) {
        return new Judgement(
                DOWN, 0, "", List.of(), judge.fingerprint(), JudgeInput.of(turn).text());
    }

    /** Answers come on the judge's threads. */
    private int count(String agentId, int change) {
        return inFlight.merge(agentId, change, Integer::sum);
    }

    private void count(String name) {
        counter(name).inc();
    }

    private Counter counter(String name) {
        return counters.computeIfAbsent(
                name, metric -> getRuntimeContext().getMetricGroup().counter(metric, new ThreadSafeSimpleCounter()));
    }

    /** A bug that one turn uncovers leaves it unscored. */
    private void complete(PairedTurn turn, Supplier<Judgement> rule, ResultFuture<JudgedTurn> result) {
        Judgement judgement;
        try {
            judgement = rule.get();
        } catch (RuntimeException e) {
            complete(turn, e, result);
            return;
        }
        if (!judgement.scored()) {
            count("unscored." + judgement.unscored());
        }
        result.complete(List.of(new JudgedTurn(turn, judgement)));
    }

    private void complete(PairedTurn turn, RuntimeException bug, ResultFuture<JudgedTurn> result) {
        count("bugs");
        count("unscored." + Bug.REASON);
        String detail = Bug.detail("judging", turn.turn().turnId(), bug);
        result.complete(List.of(new JudgedTurn(turn, Judgement.unscored(Bug.REASON), detail)));
    }
}
