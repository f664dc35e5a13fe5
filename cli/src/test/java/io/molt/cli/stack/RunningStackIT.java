package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.cli.control.ModeCommand;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.Method;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What agents and their people can do, done over HTTP and on the command line to one stack with all its jobs, and looked
 * for in topics and tables. Each test has agents of its own; every turn waits five seconds for an outcome.
 */
class RunningStackIT {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int FAILURES_THAT_OPEN = 5;

    private static ScriptedJudge judge;
    private static Home home;
    private static Stack stack;
    private static StackView seen;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        judge = new ScriptedJudge();
        home = Home.take(directory);
        Map<String, String> settings = new HashMap<>(Map.of(
                "learn.mode", "rl",
                "learn.method", "binary",
                "learn.passes", "1",
                "learn.rank", "4",
                "batch.size", "1",
                "skills.threshold", "1",
                "outcome.wait", WAIT.toString()));
        settings.putAll(Map.of(
                "judge.kind", "llm",
                "judge.url", judge.url().toString(),
                "judge.votes", "3",
                "judge.timeout", "PT10S"));
        for (String port : List.of("proxy.port", "engine.port", "kafka.port", "flink.webPort")) {
            settings.put(port, "0");
        }
        stack = Stack.start(home, settings, Clock.systemUTC(), swap -> {});
        seen = new StackView(stack);
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
        home.close();
        judge.close();
    }

    @Test
    void a_session_that_is_said_to_be_done_is_closed_at_once_and_what_comes_after_is_another_segment()
            throws Exception {
        Conversation talk = conversation("doris", "done");

        String first = talk.says("Note the call at 9.");
        String last = talk.says("Thanks, perfect.", "X-Session-Done", "true");
        seen.turns("doris", log -> log.size() == 2);
        String late = talk.says("It was wrong after all.");
        talk.forgets();
        String other = talk.says("Another matter.", "X-Session-Done", "yes");

        // The session gap is half an hour; this test has two minutes.
        List<ScoredTurn> log = seen.turns("doris", entries -> entries.size() == 5);
        assertThat(log)
                .extracting(
                        turn -> turn.turn().turnId(),
                        ScoredTurn::revision,
                        turn -> turn.nextState().kind(),
                        turn -> turn.nextState().turnId(),
                        turn -> turn.judgement().unscored(),
                        turn -> turn.judgement().reward())
                .containsExactlyInAnyOrder(
                        tuple(first, 0, NextStateKind.USER_REPLY, last, "", 1.0),
                        tuple(last, 0, NextStateKind.SILENCE, "", "SILENCE", 0.0),
                        tuple(last, 1, NextStateKind.USER_REPLY, late, "", -1.0),
                        tuple(late, 0, NextStateKind.UNKNOWN, other, "COMPACTED", 0.0),
                        tuple(other, 0, NextStateKind.SILENCE, "", "SILENCE", 0.0));
        seen.awaitRows(
                "trajectories",
                "select turn_ids from trajectories where session_id = 'done' order by first_seq",
                List.of(
                        List.of(first, last).toString(),
                        List.of(late).toString(),
                        List.of(other).toString()));
    }

    @Test
    void an_outcome_in_time_is_part_of_the_reward_and_one_that_comes_later_revises_it() throws Exception {
        Conversation early = conversation("otto", "early");
        String inTime = early.says("Note the call at 9.");
        early.says("Thanks, perfect.");
        early.ends("ci-1", -0.5);
        Conversation late = conversation("otto", "late");
        String tooLate = late.says("Note the call at 10.");
        late.says("Thanks, perfect.");
        List<ScoredTurn> before = seen.turns("otto", log -> log.size() == 2);
        late.ends("ci-2", 0.25);
        late.ends("ci-2", 0.25);

        List<ScoredTurn> log = seen.turns("otto", entries -> entries.size() == 3);

        assertThat(before).allMatch(turn -> turn.revision() == 0);
        assertThat(log)
                .extracting(
                        turn -> turn.turn().turnId(),
                        ScoredTurn::revision,
                        turn -> turn.judgement().reward(),
                        turn -> turn.judgement().unscored())
                .containsExactlyInAnyOrder(
                        tuple(inTime, 0, 0.5, ""), tuple(tooLate, 0, 1.0, ""), tuple(tooLate, 1, 1.25, ""));
        long sequenced = StackView.of(log, tooLate, 0).position().sequencedAtMillis();
        assertThat(sequenced - StackView.of(log, tooLate, 0).nextState().atMillis())
                .isGreaterThanOrEqualTo(WAIT.toMillis());
        Map<String, Long> outcomes = new HashMap<>();
        seen.recorded().stream()
                .filter(Outcome.class::isInstance)
                .map(Outcome.class::cast)
                .forEach(outcome -> outcomes.put(outcome.outcomeId(), outcome.atMillis()));
        assertThat(StackView.of(log, inTime, 0).position().sequencedAtMillis())
                .isGreaterThanOrEqualTo(outcomes.get("ci-1"));
        seen.awaitRows(
                "scored_turns",
                "select session_id, revision, reward from scored_turns where agent_id = 'otto' order by 1",
                List.of("early 0 0.5", "late 1 1.25"));
        seen.awaitRows(
                "scored_turns",
                "select session_id, revision, reward from scored_turns_all where agent_id = 'otto' order by 1, 2",
                List.of("early 0 0.5", "late 0 1.0", "late 1 1.25"));
        seen.awaitRows(
                "outcomes",
                "select session_id, \"value\" from outcomes where agent_id = 'otto' order by 1",
                List.of("early -0.5", "late 0.25"));
    }

    @Test
    void side_turns_are_recorded_and_neither_train_nor_are_feedback_nor_get_skills() throws Exception {
        complain("s1", Map.of("sid", "Wrong, instead: Use four digits for the hour."));
        seen.await(() -> stack.skills().forAgent("sid").generation() > 0, "a skill in serving");
        Conversation talk = conversation("sid", "s2");
        String plain = talk.says("Note the call at 10.");
        String aside = talk.saysAside("Thanks, perfect. Give this conversation a title.");
        String second = talk.says("That is wrong.");
        String asideAgain = talk.saysAside("Thanks, perfect.");

        List<ScoredTurn> log = seen.turns(
                "sid",
                entries -> StackView.has(entries, plain)
                        && StackView.has(entries, aside)
                        && StackView.has(entries, asideAgain));
        List<AdapterVersion> versions = seen.versions("sid", made -> !made.isEmpty());

        for (String turn : List.of(aside, asideAgain)) {
            ScoredTurn side = StackView.of(log, turn, 0);
            assertThat(side.exchange().kind()).isEqualTo(TurnKind.SIDE);
            assertThat(side.judgement().unscored()).isEqualTo("SIDE_TURN");
            assertThat(side.exchange().servedBy().skills()).isEmpty();
        }
        assertThat(StackView.of(log, plain, 0).exchange().servedBy().skills()).isNotEmpty();
        assertThat(StackView.of(log, plain, 0).nextState().turnId()).isEqualTo(second);
        assertThat(StackView.of(log, plain, 0).judgement().reward()).isEqualTo(-1);
        assertThat(log).noneMatch(turn -> turn.turn().turnId().equals(second));
        assertThat(versions.get(0).lineage().turnIds()).containsExactly(plain);
        assertThat(seen.recorded())
                .filteredOn(event -> event instanceof TurnRequested asked && asked.kind() == TurnKind.SIDE)
                .extracting(event -> ((TurnRequested) event).turn().turnId())
                .contains(aside, asideAgain);
        seen.awaitRows(
                "scored_turns",
                "select turn_id, unscored from scored_turns where agent_id = 'sid' and kind = 'side' order by 1",
                List.of(aside, asideAgain).stream()
                        .sorted()
                        .map(turn -> turn + " SIDE_TURN")
                        .toList());
    }

    @Test
    void agents_learn_with_what_the_settings_say_until_a_command_says_otherwise() throws Exception {
        for (String agent : List.of("mia", "olga", "nora", "ruth")) {
            conversation(agent, "hello").says("Hello.", "X-Session-Done", "true");
        }
        for (String agent : List.of("mia", "olga", "nora", "ruth")) {
            seen.turns(agent, log -> log.size() == 1);
        }
        command("mia", "skills_only");
        command("olga", "--method", "opd");
        command("nora", "--method", "none");

        Map<String, String> first =
                complain("1", Map.of("ruth", "Wrong.", "mia", "Wrong.", "olga", "Wrong.", "nora", "Wrong."));
        complain("2", Map.of("mia", "Wrong, instead: Use four digits.", "olga", "Wrong, instead: Name the day."));
        Map<String, String> third = complain("3", Map.of("olga", "Wrong, instead: Name the month."));

        // What a version does not hold did not train before it: a log is folded in order, and one turn is a batch.
        learned("ruth", 1, first, Method.BINARY);
        learned("olga", 1, third, Method.OPD);
        seen.await(() -> seen.skills("mia") == 1 && seen.skills("olga") == 1, "skills");
        assertThat(seen.skills("ruth") + seen.skills("nora")).isZero();

        command("mia", "rl");
        command("nora", "--method", "combined");
        command("ruth", "skills_only");
        Map<String, String> fourth = complain("4", Map.of("ruth", "Wrong.", "mia", "Wrong.", "nora", "Wrong."));
        command("ruth", "rl");
        Map<String, String> fifth = complain("5", Map.of("ruth", "Wrong."));

        learned("mia", 1, fourth, Method.BINARY);
        learned("nora", 1, fourth, Method.COMBINED);
        learned("ruth", 2, fifth, Method.BINARY);
    }

    /** An agent's version {@code number} was trained on this turn alone, by this method. */
    private static void learned(String agent, int number, Map<String, String> turns, Method method) throws Exception {
        AdapterVersion version =
                seen.versions(agent, made -> made.size() >= number).get(number - 1);
        assertThat(version.version()).isEqualTo(number);
        assertThat(version.lineage().turnIds()).containsExactly(turns.get(agent));
        assertThat(version.lineage().settings().method()).isEqualTo(method);
        assertThat(version.report().status()).isEqualTo(VersionStatus.ACCEPTED);
    }

    /** A turn of each agent and what is said about it; returns the turns by agent when they stand in the logs. */
    private static Map<String, String> complain(String session, Map<String, String> feedback) throws Exception {
        Map<String, String> turns = new HashMap<>();
        for (Map.Entry<String, String> said : feedback.entrySet()) {
            Conversation talk = conversation(said.getKey(), session);
            turns.put(said.getKey(), talk.says("Note the call at 9."));
            talk.says(said.getValue());
        }
        for (Map.Entry<String, String> turn : turns.entrySet()) {
            seen.turns(turn.getKey(), log -> StackView.has(log, turn.getValue()));
        }
        return turns;
    }

    @Test
    void a_judge_that_is_down_is_not_asked_for_a_while_and_judges_again_when_it_is_back() throws Exception {
        judge.fallIll();
        try {
            for (int failure = 1; failure <= FAILURES_THAT_OPEN; failure++) {
                assertThat(unscored("bert", "ill-" + failure)).isEqualTo("JUDGE_DOWN");
            }
            int asked = judge.asked();
            assertThat(unscored("bert", "open")).isEqualTo("JUDGE_DOWN");
            assertThat(judge.asked()).isEqualTo(asked);
        } finally {
            judge.recover();
        }
        int[] attempts = {0};
        seen.await(() -> unscored("bert", "well-" + attempts[0]++).isEmpty(), "the judge to be asked again");
        assertThat(unscored("bert", "closed")).isEmpty();
        assertThat(seen.turns("bert", log -> true))
                .filteredOn(turn -> !turn.judgement().scored())
                .allSatisfy(turn -> {
                    assertThat(turn.judgement().reward()).isZero();
                    assertThat(turn.judgement().votes()).isEmpty();
                });
    }

    /** Why a turn that was praised has no score; empty if it has. */
    private static String unscored(String agent, String session) throws Exception {
        Conversation talk = conversation(agent, session);
        String turn = talk.says("Note the call at 9.");
        talk.says("Thanks, perfect.");
        return StackView.of(seen.turns(agent, log -> StackView.has(log, turn)), turn, 0)
                .judgement()
                .unscored();
    }

    private static Conversation conversation(String agent, String session) {
        return new Conversation(stack.proxyUrl(), agent, session);
    }

    /** {@code molt mode}, and waits until the agent's log has it. */
    private static void command(String agent, String... arguments) throws Exception {
        long before = seen.commands(agent);
        List<String> line = new ArrayList<>(List.of("--home", home.directory().toString(), "--agent", agent));
        line.addAll(List.of(arguments));
        int exit = new CommandLine(new ModeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(line.toArray(String[]::new));
        assertThat(exit).isZero();
        seen.await(() -> seen.commands(agent) > before, "the command in the log of " + agent);
    }
}
