package io.molt.operators.replay;

import io.molt.operators.judge.Judge;
import io.molt.operators.judge.JudgeTurns;
import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.judge.Majority;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.pairing.PairedTurn;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Entries of a log in, the same entries out, the window's turns judged by another judge.
 *
 * <pre>
 * key     none
 * state   none of Flink's; turns in flight are kept by the async operator
 * timer   the async operator's time limit: {@code JUDGE_DOWN}
 * out     every entry, its place unchanged; what an outcome had added to a reward is added again
 * side    none
 * </pre>
 */
public final class JudgeAgain extends RichAsyncFunction<KafkaRecord, KafkaRecord> {

    /** Reasons that say more about the judge of then than about the turn. */
    private static final Set<String> FAULTS_OF_THE_JUDGE = Set.of("JUDGE_BUSY", "JUDGE_DOWN", "JUDGE_UNCLEAR", "BUG");

    private static final int ALL_FOR_ONE = 8;

    private final JudgeTurns judge;
    private final AdapterStore.Location published;
    private final ReplayScope scope;
    private transient ReplayWindows windows;

    /**
     * A judging operator.
     *
     * @param judge who judges now
     * @param capacity of the async operator; one agent may have all of it
     * @param published the live store; it is only read
     */
    public JudgeAgain(Judge.Factory judge, int capacity, AdapterStore.Location published, ReplayScope scope) {
        this.judge = new JudgeTurns(judge, Math.multiplyExact(capacity, ALL_FOR_ONE));
        this.published = published;
        this.scope = scope;
    }

    @Override
    public void open(OpenContext context) {
        judge.setRuntimeContext(getRuntimeContext());
        judge.open(context);
        windows = new ReplayWindows(published.open(), scope);
    }

    @Override
    public void asyncInvoke(KafkaRecord record, ResultFuture<KafkaRecord> result) throws Exception {
        LogEntry entry = ReplayFold.decode(record);
        boolean ask = entry instanceof ScoredTurn turn
                && entry.position().agentSeq() > windows.of(record.key()).changedSeq()
                && entry.position().sequencedAtMillis() <= scope.toMillis()
                && !scope.excludes(entry)
                && wasJudged(turn.judgement());
        if (!ask) {
            result.complete(List.of(record));
            return;
        }
        ScoredTurn turn = (ScoredTurn) entry;
        if (turn.forgotten()) {
            result.complete(List.of(record(record, ReplayScope.unscored(turn, ReplayScope.FORGOTTEN))));
            return;
        }
        judge.asyncInvoke(paired(turn), forward(again -> with(record, turn, again), result));
    }

    @Override
    public void timeout(KafkaRecord record, ResultFuture<KafkaRecord> result) throws Exception {
        ScoredTurn turn = (ScoredTurn) ReplayFold.decode(record);
        judge.timeout(paired(turn), forward(again -> with(record, turn, again), result));
    }

    @Override
    public void close() throws Exception {
        judge.close();
    }

    private static boolean wasJudged(Judgement judgement) {
        return !judgement.votes().isEmpty() || FAULTS_OF_THE_JUDGE.contains(judgement.unscored());
    }

    private static PairedTurn paired(ScoredTurn turn) {
        return new PairedTurn(turn.turn(), turn.revision(), turn.exchange(), turn.sampled(), turn.nextState(), "");
    }

    private static KafkaRecord with(KafkaRecord record, ScoredTurn then, JudgedTurn now) {
        Judgement given = now.judgement();
        Judgement judgement = !given.scored() || !then.judgement().scored()
                ? given
                : new Judgement(
                        "",
                        given.reward() + outcome(then.judgement()),
                        given.hint(),
                        given.votes(),
                        given.judge(),
                        given.input());
        return record(record, new JudgedTurn(now.paired(), judgement).at(then.position()));
    }

    private static KafkaRecord record(KafkaRecord record, ScoredTurn turn) {
        return new KafkaRecord(
                record.key(), record.topic(), record.partition(), record.offset(), Codecs.SCORED.encode(turn));
    }

    /** What the session's outcome had added to the votes. */
    private static double outcome(Judgement then) {
        return then.reward()
                - Majority.of(then.votes(), then.judge(), then.input()).reward();
    }

    private static ResultFuture<JudgedTurn> forward(
            Function<JudgedTurn, KafkaRecord> entry, ResultFuture<KafkaRecord> result) {
        return new ResultFuture<>() {
            @Override
            public void complete(Collection<JudgedTurn> turns) {
                result.complete(turns.stream().map(entry).toList());
            }

            @Override
            public void completeExceptionally(Throwable error) {
                result.completeExceptionally(error);
            }

            @Override
            public void complete(CollectionSupplier<JudgedTurn> turns) {
                result.complete(() -> turns.get().stream().map(entry).toList());
            }
        };
    }
}
