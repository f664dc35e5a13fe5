package io.molt.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.molt.operators.Turns;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.turn.ServedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {

    private static final String HINT = "Use four digits for the time.";

    @Test
    void a_full_batch_is_formed_at_once_and_batches_are_numbered_from_one() {
        Run run = run(settings(Method.BINARY), bad(1), bad(2), bad(3), bad(4));

        assertThat(run.batches).extracting(TrainingBatch::batch).containsExactly(1L, 2L);
        assertThat(run.batches.get(0).examples())
                .extracting(TrainingExample::turnId)
                .containsExactly("t1", "t2");
        assertThat(run.batches.get(1).foldPoint().firstSeq()).isEqualTo(3);
        assertThat(run.batches.get(1).foldPoint().lastSeq()).isEqualTo(4);
    }

    @Test
    void a_first_turn_that_has_waited_long_enough_makes_a_small_batch_at_the_next_tick() {
        LearnSettings settings =
                settings(Mode.RL, Method.BINARY, new BatchRule(8, 1, Duration.ofSeconds(3), Duration.ZERO));

        Run run = run(settings, bad(1), tick(2), tick(3), tick(4));

        assertThat(run.batches).singleElement().satisfies(batch -> {
            assertThat(batch.examples()).hasSize(1);
            assertThat(batch.foldPoint().lastSeq()).isEqualTo(4);
        });
    }

    @Test
    void train_now_forms_a_batch_of_whatever_is_pending() {
        Run run = run(settings(Method.BINARY), bad(1), control(2, ControlKind.TRAIN_NOW, Map.of()));

        assertThat(run.batches).singleElement().satisfies(batch -> assertThat(batch.examples())
                .hasSize(1));
    }

    @Test
    void two_batches_are_never_closer_than_the_interval_between_steps() {
        BatchRule rule = new BatchRule(1, 1, Duration.ZERO, Duration.ofSeconds(3));

        Run run = run(settings(Mode.RL, Method.BINARY, rule), bad(1), bad(2), bad(3), tick(4));

        assertThat(run.batches).extracting(batch -> batch.foldPoint().lastSeq()).containsExactly(1L, 4L);
    }

    @Test
    void in_mode_auto_nothing_trains_until_the_gate_opens() {
        LearnSettings settings = settings(Mode.AUTO, Method.BINARY, new BatchRule(1, 1, Duration.ZERO, Duration.ZERO));

        Run run = run(
                settings,
                bad(1),
                control(2, ControlKind.GATE_OPENED, Map.of()),
                control(3, ControlKind.GATE_CLOSED, Map.of()),
                bad(4));

        assertThat(run.batches).extracting(batch -> batch.foldPoint().lastSeq()).containsExactly(2L);
    }

    @Test
    void a_mode_that_control_sets_holds_until_the_next_one() {
        BatchRule one = new BatchRule(1, 1, Duration.ZERO, Duration.ZERO);

        Run run = run(
                settings(Mode.RL, Method.BINARY, one),
                control(1, ControlKind.SET_MODE, Map.of("mode", "skills_only")),
                bad(2),
                control(3, ControlKind.SET_MODE, Map.of("mode", "rl")),
                bad(4),
                control(5, ControlKind.PIN, Map.of("version", "1")),
                bad(6));

        assertThat(run.unused).containsExactly(new Unused("t2", 2, "SKILLS_ONLY"));
        assertThat(run.batches).extracting(batch -> batch.foldPoint().lastSeq()).containsExactly(4L, 6L);
    }

    @Test
    void train_now_waits_for_no_size_but_for_a_gate_and_for_something_to_train() {
        LearnSettings auto = settings(Mode.AUTO, Method.BINARY, two());
        LogEntry now = control(2, ControlKind.TRAIN_NOW, Map.of());

        assertThat(run(auto, bad(1), now).batches).isEmpty();
        assertThat(run(settings(Method.BINARY), tick(1), now).batches).isEmpty();
    }

    @Test
    void more_than_1024_pending_turns_lose_the_oldest() {
        LearnSettings shut = settings(Mode.AUTO, Method.BINARY, two());
        LogEntry[] log = new LogEntry[1_025];
        for (int seq = 1; seq <= log.length; seq++) {
            log[seq - 1] = bad(seq);
        }

        Run run = run(shut, log);

        assertThat(run.unused).containsExactly(new Unused("t1", 1, "OVERFLOW"));
        assertThat(run.state.pending()).hasSize(1_024);
    }

    @Test
    void every_turn_that_will_not_train_leaves_with_its_reason() {
        ServedBy other = new ServedBy("gpt", false, List.of(), 0, "");
        LearnSettings settings = settings(Method.BINARY);

        Run run = run(settings, Turns.scored(1, 0, ""), Turns.scored(2, -1, "", other));
        Run none = run(settings(Method.NONE), bad(1));
        Run opd = run(settings(Method.OPD), bad(1));

        assertThat(run.unused).extracting(Unused::reason).containsExactly("NO_SIGNAL", "NOT_TRAINED_POLICY");
        assertThat(none.unused).extracting(Unused::reason).containsExactly("METHOD_NONE");
        assertThat(opd.unused).extracting(Unused::reason).containsExactly("NO_HINT");
        assertThat(none.batches).isEmpty();
    }

    @Test
    void turns_of_an_adapter_more_than_two_steps_old_leave_and_skipped_batches_are_no_steps() {
        BatchRule one = new BatchRule(1, 1, Duration.ZERO, Duration.ZERO);
        Run steps = run(settings(Mode.RL, Method.BINARY, one), bad(1), bad(2), bad(3), bad(4));
        Run praise = run(settings(Mode.RL, Method.BINARY, one), good(1), good(2), good(3), good(4), good(5), bad(6));

        assertThat(steps.batches).hasSize(3);
        assertThat(steps.unused).containsExactly(new Unused("t4", 4, "LAG"));
        assertThat(praise.batches)
                .extracting(TrainingBatch::skip)
                .containsExactly("EMPTY", "EMPTY", "EMPTY", "EMPTY", "EMPTY", "");
    }

    @Test
    void a_version_that_still_answers_ten_minutes_after_the_newest_batch_may_train_again() {
        BatchRule one = new BatchRule(1, 1, Duration.ZERO, Duration.ZERO);
        ScoredTurn late = Turns.scored(5, -1, "");
        ScoredTurn settled = new ScoredTurn(
                new LogPosition("a", 5, 3_000 + Duration.ofMinutes(10).toMillis()),
                late.turn(),
                0,
                late.exchange(),
                late.sampled(),
                late.nextState(),
                late.judgement());

        Run run = run(settings(Mode.RL, Method.BINARY, one), bad(1), bad(2), bad(3), bad(4), settled);

        assertThat(run.unused).extracting(Unused::turnId).containsExactly("t4");
        assertThat(run.batches).hasSize(4);
    }

    @Test
    void turns_sampled_under_an_older_skill_generation_leave() {
        ServedBy newer = new ServedBy(ServedBy.BASE, true, List.of("x@v1"), 1, "Rules:");

        Run run = run(settings(Method.BINARY), bad(1), Turns.scored(2, -1, "", newer));

        assertThat(run.unused).containsExactly(new Unused("t1", 1, "SKILL_GENERATION"));
        assertThat(run.state.pending()).hasSize(1);
    }

    @Test
    void every_second_hinted_failure_becomes_a_skill_and_the_others_train_where_both_want_hints() {
        Run combined = run(withSkills(Method.COMBINED, 1), hinted(1), hinted(2), hinted(3), hinted(4));
        Run binary = run(withSkills(Method.BINARY, 1), hinted(1), hinted(2));

        assertThat(combined.evolutions)
                .extracting(evolution -> evolution.failures().get(0).turnId())
                .containsExactly("t1", "t3");
        assertThat(combined.evolutions).extracting(EvolutionRequest::generation).containsExactly(1L, 2L);
        assertThat(combined.batches.get(0).examples())
                .extracting(TrainingExample::turnId)
                .containsExactly("t2", "t4");
        assertThat(binary.evolutions).hasSize(2);
        assertThat(binary.batches).isEmpty();
    }

    @Test
    void failures_are_gathered_up_to_the_threshold_with_their_trajectory() {
        Run run = run(withSkills(Method.NONE, 2), hinted(1), hinted(2), hinted(3));

        assertThat(run.evolutions).singleElement().satisfies(evolution -> {
            assertThat(evolution.evolutionId()).isEqualTo("a/2");
            assertThat(evolution.failures()).extracting(Failure::question).containsOnly("what time is it?");
            assertThat(evolution.failures().get(0).trajectory()).last().satisfies(last -> {
                assertThat(last.role()).isEqualTo("assistant");
            });
        });
    }

    @Test
    void equal_rewards_are_skipped_when_they_are_centred() {
        LearnSettings batch = new LearnSettings(
                Mode.RL,
                step(Method.BINARY),
                Advantages.BATCH,
                two(),
                new LearnSettings.Evolution(false, 4),
                LearnSettings.Quality.UNCHECKED,
                2,
                1);

        Run flat = run(batch, bad(1), bad(2));
        Run mixed = run(batch, good(1), bad(2));

        assertThat(flat.batches.get(0).skip()).isEqualTo("ZERO_VARIANCE");
        assertThat(mixed.batches.get(0).examples().get(0).advantage()).isCloseTo(1, within(1e-6));
    }

    @Test
    void the_baseline_is_the_mean_of_the_rewards_before() {
        LearnSettings baseline = new LearnSettings(
                Mode.RL,
                step(Method.BINARY),
                Advantages.BASELINE,
                two(),
                new LearnSettings.Evolution(false, 4),
                LearnSettings.Quality.UNCHECKED,
                2,
                1);

        Run run = run(baseline, good(1), bad(2));

        assertThat(run.batches.get(0).examples())
                .extracting(TrainingExample::advantage)
                .containsExactly(1.0, -2.0);
    }

    @Test
    void control_changes_method_and_batch_size_and_nonsense_changes_nothing() {
        Run run = run(
                settings(Method.NONE),
                control(1, ControlKind.SET_METHOD, Map.of("method", "binary")),
                control(2, ControlKind.SET_BATCH, Map.of("size", "1", "minSize", "a lot")),
                bad(3));

        assertThat(run.batches)
                .singleElement()
                .satisfies(batch -> assertThat(batch.settings().method()).isEqualTo(Method.BINARY));
    }

    @Test
    void an_entry_that_was_folded_before_changes_nothing_and_a_gap_is_a_bug() {
        Run run = run(settings(Method.BINARY), bad(1), bad(1));

        assertThat(run.state.pending()).hasSize(1);
        assertThatThrownBy(() -> Fold.learn(run.state, bad(3), settings(Method.BINARY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the log of a goes on at 3, expected 2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void any_log_gives_gap_free_batches_of_at_most_n_turns_and_uses_no_turn_twice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LogEntry> log = new ArrayList<>();
        for (int seq = 1; seq <= 300; seq++) {
            log.add(
                    switch (random.nextInt(5)) {
                        case 0 -> tick(seq);
                        case 1 -> hinted(seq);
                        case 2 -> good(seq);
                        case 3 -> control(seq, ControlKind.TRAIN_NOW, Map.of());
                        default -> bad(seq);
                    });
        }
        LearnSettings settings = withSkills(Method.BINARY, 3);

        Run run = run(settings, log.toArray(LogEntry[]::new));
        Run again = run(settings, log.toArray(LogEntry[]::new));

        List<String> trained = run.batches.stream()
                .flatMap(batch -> batch.examples().stream())
                .map(TrainingExample::turnId)
                .toList();
        assertThat(trained).doesNotHaveDuplicates();
        assertThat(run.unused).extracting(Unused::turnId).doesNotContainAnyElementsOf(trained);
        for (int i = 0; i < run.batches.size(); i++) {
            assertThat(run.batches.get(i).batch()).isEqualTo(i + 1);
            assertThat(run.batches.get(i).examples()).hasSizeBetween(1, 2);
        }
        assertThat(again.batches).isEqualTo(run.batches);
    }

    static final class Run {
        FoldState state = FoldState.EMPTY;
        final List<TrainingBatch> batches = new ArrayList<>();
        final List<EvolutionRequest> evolutions = new ArrayList<>();
        final List<Unused> unused = new ArrayList<>();
        final List<Ignored> ignored = new ArrayList<>();
    }

    static Run run(LearnSettings settings, LogEntry... log) {
        Run run = new Run();
        for (LogEntry entry : log) {
            Learned learned = Fold.learn(run.state, entry, settings);
            run.state = learned.next();
            run.batches.addAll(learned.batches());
            run.evolutions.addAll(learned.evolutions());
            run.unused.addAll(learned.unused());
            run.ignored.addAll(learned.ignored());
        }
        return run;
    }

    static LogEntry good(long seq) {
        return Turns.scored(seq, 1, "");
    }

    static LogEntry bad(long seq) {
        return Turns.scored(seq, -1, "");
    }

    static LogEntry hinted(long seq) {
        return Turns.scored(seq, -1, HINT);
    }

    static LogEntry tick(long seq) {
        return new Tick(new LogPosition("a", seq, seq * 1_000));
    }

    static LogEntry control(long seq, ControlKind kind, Map<String, String> arguments) {
        return new ControlEntry(
                new LogPosition("a", seq, seq * 1_000), new ControlRecord("a", "c" + seq, kind, arguments, seq));
    }

    static LearnSettings settings(Method method) {
        return settings(Mode.RL, method, two());
    }

    static LearnSettings settings(Mode mode, Method method, BatchRule rule) {
        return new LearnSettings(
                mode,
                step(method),
                Advantages.NONE,
                rule,
                new LearnSettings.Evolution(false, 4),
                LearnSettings.Quality.UNCHECKED,
                2,
                1);
    }

    static LearnSettings withSkills(Method method, int threshold) {
        return new LearnSettings(
                Mode.RL,
                step(method),
                Advantages.NONE,
                two(),
                new LearnSettings.Evolution(true, threshold),
                LearnSettings.Quality.UNCHECKED,
                2,
                1);
    }

    static BatchRule two() {
        return new BatchRule(2, 2, Duration.ofHours(1), Duration.ZERO);
    }

    static StepSettings step(Method method) {
        return new StepSettings(method, LossName.PPO, 1, 1e-3, 0.05, 4, 8);
    }
}
