package io.molt.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.operators.Turns;
import io.molt.operators.learn.FoldTest.Run;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rollback, forgetting and sessions that are held out. */
class FoldCommandsTest {

    private static final LearnSettings ONE =
            FoldTest.settings(Mode.RL, Method.BINARY, new BatchRule(1, 1, Duration.ZERO, Duration.ZERO));
    private static final LearnSettings TEN =
            FoldTest.settings(Mode.RL, Method.BINARY, new BatchRule(10, 10, Duration.ofHours(1), Duration.ZERO));

    @Test
    void the_batches_after_a_rollback_say_where_to_start_and_turns_of_versions_left_behind_do_not_train() {
        Run run = FoldTest.run(
                ONE,
                served(1, 0),
                served(2, 1),
                served(3, 2),
                rollback(4, "1"),
                served(5, 2),
                served(6, 1),
                served(7, 4));

        assertThat(run.batches)
                .extracting(TrainingBatch::rollback)
                .containsExactly(
                        Rollback.NONE, Rollback.NONE, Rollback.NONE, new Rollback("c4", 1), new Rollback("c4", 1));
        assertThat(run.unused).containsExactly(new Unused("t5", 5, "ROLLED_BACK"));
        assertThat(run.batches).extracting(TrainingBatch::batch).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void pending_turns_of_versions_left_behind_leave_at_the_rollback() {
        Run run = FoldTest.run(
                TEN,
                served(1, 0),
                FoldTest.control(2, ControlKind.TRAIN_NOW, Map.of()),
                served(3, 1),
                served(4, 0),
                rollback(5, "0"));

        assertThat(run.unused).containsExactly(new Unused("t3", 3, "ROLLED_BACK"));
        assertThat(run.state.pending()).hasSize(1);
    }

    @Test
    void after_a_rollback_its_version_does_not_lag_however_many_versions_were_left_behind() {
        Run run = FoldTest.run(
                ONE,
                served(1, 0),
                served(2, 1),
                served(3, 2),
                served(4, 3),
                served(5, 4),
                rollback(6, "1"),
                served(7, 1));

        assertThat(run.unused).isEmpty();
        assertThat(run.batches).hasSize(6);
    }

    @Test
    void a_rollback_to_a_version_that_was_never_formed_is_ignored_with_a_reason() {
        Run run = FoldTest.run(ONE, served(1, 0), rollback(2, "2"), rollback(3, "soon"), served(4, 1));

        assertThat(run.ignored)
                .containsExactly(new Ignored("c2", "UNKNOWN_VERSION"), new Ignored("c3", "UNKNOWN_VERSION"));
        assertThat(run.batches).extracting(TrainingBatch::rollback).containsOnly(Rollback.NONE);
    }

    @Test
    void a_forgotten_turn_leaves_and_what_comes_of_it_later_is_refused() {
        Run run = FoldTest.run(
                TEN,
                turn(1, "s", "x", 100, -1),
                turn(2, "s", "y", 100, -1),
                forget(3, "turnId", "x", 200),
                turn(4, "s", "x", 100, -1),
                turn(5, "s", "x", 201, -1));

        assertThat(run.unused).containsExactly(new Unused("x", 1, "FORGOTTEN"), new Unused("x", 4, "FORGOTTEN"));
        assertThat(run.state.pending())
                .extracting(each -> each.example().agentSeq())
                .containsExactly(2L, 5L);
    }

    @Test
    void a_forgotten_session_leaves_pending_failures_and_held_out_turns() {
        LearnSettings settings = withQuality(FoldTest.withSkills(Method.COMBINED, 9), 0);
        Run failures = FoldTest.run(
                settings,
                hinted(1, "s", "x"),
                hinted(2, "other", "y"),
                hinted(3, "s", "z"),
                forget(4, "sessionId", "s", 9));
        Run heldOut = FoldTest.run(withQuality(TEN, 0.5), heldOutTurn(1), forget(2, "sessionId", heldOutSession(), 9));

        assertThat(failures.state.skills().failures()).isEmpty();
        assertThat(failures.state.pending()).extracting(Pending::sessionId).containsExactly("other");
        assertThat(heldOut.state.kept().heldOut()).isEmpty();
    }

    @Test
    void a_forget_that_names_nothing_is_ignored_with_a_reason() {
        Run run = FoldTest.run(TEN, turn(1, "s", "x", 1, -1), FoldTest.control(2, ControlKind.FORGET, Map.of()));

        assertThat(run.ignored).containsExactly(new Ignored("c2", "NOTHING_NAMED"));
        assertThat(run.state.pending()).hasSize(1);
    }

    @Test
    void an_agent_that_is_to_be_forgotten_has_nothing_pending_and_what_comes_later_counts() {
        Run run = FoldTest.run(
                TEN,
                turn(1, "s", "x", 1, -1),
                turn(2, "other", "y", 2, 1),
                forget(3, "everything", "true", 9),
                turn(4, "s", "late", 9, -1),
                turn(5, "s", "new", 10, -1));

        assertThat(run.unused)
                .containsExactly(
                        new Unused("x", 1, "FORGOTTEN"),
                        new Unused("y", 2, "FORGOTTEN"),
                        new Unused("late", 4, "FORGOTTEN"));
        assertThat(run.state.pending()).hasSize(1);
    }

    @Test
    void a_log_without_content_forms_the_batches_that_it_formed_with_it() {
        LogEntry[] log = {
            turn(1, "s", "x", 1, -1), hinted(2, "s", "h"), turn(3, "t", "y", 3, 1), forget(4, "sessionId", "t", 9)
        };
        LogEntry[] bare = log.clone();
        for (int i = 0; i < 3; i++) {
            bare[i] = ((ScoredTurn) log[i]).withoutContent();
        }

        Run then = FoldTest.run(ONE, log);
        Run now = FoldTest.run(ONE, bare);

        assertThat(now.batches)
                .extracting(TrainingBatch::seed, TrainingBatch::foldPoint, FoldCommandsTest::turns)
                .isEqualTo(then.batches.stream()
                        .map(each -> tuple(each.seed(), each.foldPoint(), turns(each)))
                        .toList());
        assertThat(now.batches).extracting(TrainingBatch::skip).containsExactly("", "", "EMPTY");
        assertThat(now.batches)
                .extracting(TrainingBatch::forgotten)
                .as("what made no step needs no content")
                .containsExactly(true, true, false);
        assertThat(then.batches).noneMatch(TrainingBatch::forgotten);
    }

    @Test
    void a_failure_without_content_counts_and_becomes_no_skill() {
        LearnSettings skills = FoldTest.withSkills(Method.BINARY, 4);
        LogEntry first = hinted(1, "s", "h1");
        LogEntry second = hinted(2, "s", "h2");

        Run then = FoldTest.run(skills, first, second, hinted(3, "s", "h3"), hinted(4, "s", "h4"));
        Run now = FoldTest.run(
                skills,
                ((ScoredTurn) first).withoutContent(),
                ((ScoredTurn) second).withoutContent(),
                hinted(3, "s", "h3"),
                hinted(4, "s", "h4"));

        assertThat(now.evolutions).hasSameSizeAs(then.evolutions).isNotEmpty();
        assertThat(now.evolutions.get(0).evolutionId())
                .isEqualTo(then.evolutions.get(0).evolutionId());
        assertThat(now.evolutions.get(0).failures()).extracting(Failure::turnId).doesNotContain("h1", "h2");
    }

    private static List<String> turns(TrainingBatch batch) {
        return batch.examples().stream().map(TrainingExample::turnId).toList();
    }

    @Test
    void only_the_newest_1024_wishes_to_be_forgotten_are_remembered() {
        LogEntry[] log = new LogEntry[1_030];
        for (int seq = 1; seq <= log.length; seq++) {
            log[seq - 1] = forget(seq, "turnId", "x" + seq, 9);
        }

        Run run = FoldTest.run(TEN, log);

        assertThat(run.state.kept().forgotten()).hasSize(1_024);
        assertThat(run.state.kept().forgotten().get(0).turnId()).isEqualTo("x7");
    }

    @Test
    void turns_of_held_out_sessions_never_train_and_the_good_ones_check_every_batch() {
        LearnSettings settings = withQuality(ONE, 0.5);
        String heldOut = heldOutSession();

        Run run = FoldTest.run(
                settings,
                turn(1, heldOut, "good", 1, 1),
                turn(2, heldOut, "bad", 1, -1),
                turn(3, trainedSession(), "trained", 1, -1));

        assertThat(run.unused).containsExactly(new Unused("good", 1, "HELD_OUT"), new Unused("bad", 2, "HELD_OUT"));
        assertThat(run.batches).singleElement().satisfies(batch -> {
            assertThat(batch.examples()).extracting(TrainingExample::turnId).containsExactly("trained");
            assertThat(batch.heldOut()).extracting(TrainingExample::turnId).containsExactly("good");
        });
    }

    @Test
    void sixteen_held_out_turns_are_kept_and_about_the_share_of_sessions_is_held_out() {
        LogEntry[] log = new LogEntry[1_000];
        for (int seq = 1; seq <= log.length; seq++) {
            log[seq - 1] = turn(seq, "session " + seq, "t" + seq, 1, 1);
        }

        Run run = FoldTest.run(withQuality(TEN, 0.2), log);

        assertThat(run.state.kept().heldOut()).hasSize(16);
        assertThat(run.unused.stream().filter(each -> each.reason().equals("HELD_OUT")))
                .hasSizeBetween(150, 250);
    }

    @Test
    void state_of_an_older_release_goes_on_where_it_was() {
        FoldState now = FoldTest.run(ONE, served(1, 0), served(2, 1)).state;
        FoldState older = new FoldState(
                now.lastSeq(), now.lastAtMillis(), now.overrides(), now.pending(), now.batches(), now.skills(), null);

        Learned learned = Fold.learn(older, served(3, 2), ONE);

        assertThat(learned.batches()).extracting(TrainingBatch::batch).containsExactly(3L);
        assertThat(Fold.learn(learned.next(), served(4, 2), ONE).unused()).isEmpty();
    }

    private static LogEntry rollback(long seq, String version) {
        return FoldTest.control(seq, ControlKind.ROLLBACK, Map.of("version", version));
    }

    @Test
    void what_is_forgotten_is_told_to_skills_when_there_were_any() {
        Run none = FoldTest.run(TEN, turn(1, "s", "x", 1, -1), forget(2, "sessionId", "s", 9));
        Run some = FoldTest.run(
                FoldTest.withSkills(Method.BINARY, 1),
                hinted(1, "s", "x"),
                forget(2, "sessionId", "s", 9),
                forget(3, "everything", "true", 10),
                new ControlEntry(
                        new LogPosition("a", 4, 4_000),
                        new ControlRecord("a", "c4", ControlKind.FORGET, Map.of("turnId", "x", "content", "s"), 11)),
                forget(5, "turnId", "x", 12));

        assertThat(none.evolutions).isEmpty();
        assertThat(some.evolutions)
                .extracting(EvolutionRequest::forgotten)
                .containsExactly(
                        List.of(),
                        List.of(new Forgotten("s", "", 9)),
                        List.of(new Forgotten("", "", 10)),
                        List.of(new Forgotten("s", "", 11)),
                        List.of(new Forgotten("", "x", 12)));
        assertThat(some.evolutions).extracting(EvolutionRequest::generation).containsOnly(1L);
    }

    @Test
    void of_a_forgotten_turn_all_failures_of_its_session_leave_since_their_words_are_gone() {
        Run run = FoldTest.run(
                FoldTest.withSkills(Method.BINARY, 4),
                hinted(1, "s", "x"),
                hinted(2, "s", "y"),
                hinted(3, "other", "z"),
                new ControlEntry(
                        new LogPosition("a", 4, 4_000),
                        new ControlRecord("a", "c4", ControlKind.FORGET, Map.of("turnId", "x", "content", "s"), 11)));

        assertThat(run.state.skills().failures()).extracting(Failure::turnId).containsExactly("z");
    }

    private static LogEntry forget(long seq, String what, String id, long atMillis) {
        return new ControlEntry(
                new LogPosition("a", seq, seq * 1_000),
                new ControlRecord("a", "c" + seq, ControlKind.FORGET, Map.of(what, id), atMillis));
    }

    private static LogEntry served(long seq, long version) {
        String policy = version == 0 ? ServedBy.BASE : "a@v" + version;
        return Turns.scored(seq, -1, "", new ServedBy(policy, true, List.of(), 0, ""));
    }

    private static LogEntry hinted(long seq, String session, String turnId) {
        return turn(Turns.scored(seq, -1, "Use four digits for the time."), session, turnId, 1);
    }

    private static LogEntry turn(long seq, String session, String turnId, long requestedAtMillis, double reward) {
        return turn(Turns.scored(seq, reward, ""), session, turnId, requestedAtMillis);
    }

    private static LogEntry turn(ScoredTurn like, String session, String turnId, long requestedAtMillis) {
        Exchange exchange = like.exchange();
        return new ScoredTurn(
                like.position(),
                new TurnRef("a", session, turnId),
                0,
                new Exchange(
                        exchange.kind(),
                        new Timing(requestedAtMillis, requestedAtMillis, requestedAtMillis),
                        exchange.servedBy(),
                        exchange.messages(),
                        exchange.reply()),
                like.sampled(),
                like.nextState(),
                like.judgement());
    }

    private static LogEntry heldOutTurn(long seq) {
        return turn(seq, heldOutSession(), "good", 1, 1);
    }

    private static String heldOutSession() {
        return session(true);
    }

    private static String trainedSession() {
        return session(false);
    }

    private static String session(boolean heldOut) {
        int i = 0;
        while (HeldOutSessions.contain(new TurnRef("a", "session " + i, "t"), 0.5) != heldOut) {
            i++;
        }
        return "session " + i;
    }

    private static LearnSettings withQuality(LearnSettings like, double heldOut) {
        return new LearnSettings(
                like.mode(),
                like.step(),
                like.advantages(),
                like.batches(),
                like.evolution(),
                new LearnSettings.Quality(heldOut, 0.5),
                2,
                like.seed());
    }
}
