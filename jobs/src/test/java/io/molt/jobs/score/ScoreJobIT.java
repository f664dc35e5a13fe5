package io.molt.jobs.score;

import static io.molt.jobs.score.AgentLog.config;
import static io.molt.jobs.score.AgentLog.logOf;
import static io.molt.jobs.score.AgentLog.turns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.jobs.RunningJob;
import io.molt.jobs.TestKafka;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.turn.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker, with a real cluster that refuses Kryo and operators without a uid. */
class ScoreJobIT {

    @TempDir
    private Path directory;

    @Test
    void every_turn_stands_once_in_its_agents_log_although_the_job_dies_in_the_middle() throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            ScoreJobConfig config = config(kafka);
            Path checkpoints = directory.resolve("checkpoints");
            Chat chat = new Chat("ada", "s1");
            Chat other = new Chat("bob", "s1");

            try (RunningJob unused = RunningJob.start(checkpoints, env -> ScoreJob.define(env, config))) {
                interact(kafka, chat, "Note the call at 9.", "Noted: 9", "No, that is wrong. Use four digits.", false);
                interact(kafka, other, "Price please.", "Price: 3", "Thanks, perfect.", true);
                kafka.send(Topics.TURNS, "ada/s1", "no record".getBytes(StandardCharsets.UTF_8));
                kafka.read(
                        Topics.SCORED, Codecs.SCORED, log -> turns(log, "ada").size() == 1);
            }
            try (RunningJob unused = RunningJob.start(checkpoints, env -> ScoreJob.define(env, config))) {
                kafka.send(Topics.CONTROL, "*", Codecs.CONTROL.encode(trainNow()));
                kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.says("Thank you!", true)));
                kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.isTold("You are welcome.")));
                List<LogEntry> log = kafka.read(
                        Topics.SCORED,
                        Codecs.SCORED,
                        entries -> turns(entries, "ada").size() == 3
                                && turns(entries, "bob").size() == 2
                                && logOf(entries, "bob").stream().anyMatch(ControlEntry.class::isInstance));

                assertThat(turns(log, "ada"))
                        .extracting(
                                turn -> turn.turn().turnId(),
                                turn -> turn.judgement().reward(),
                                turn -> turn.judgement().hint(),
                                turn -> turn.judgement().unscored())
                        .containsExactly(
                                tuple("s1-1", -1.0, "Use four digits.", ""),
                                tuple("s1-2", 1.0, "", ""),
                                tuple("s1-3", 0.0, "", "SILENCE"));
                assertThat(turns(log, "bob"))
                        .extracting(turn -> turn.judgement().reward())
                        .containsExactly(1.0, 0.0);
                for (String agent : List.of("ada", "bob")) {
                    List<LogEntry> entries = logOf(log, agent);
                    assertThat(entries)
                            .extracting(entry -> entry.position().agentSeq())
                            .containsExactlyElementsOf(LongStream.rangeClosed(1, entries.size())
                                    .boxed()
                                    .toList());
                    assertThat(entries).anyMatch(Tick.class::isInstance);
                    assertThat(entries)
                            .isSortedAccordingTo((a, b) -> Long.compare(
                                    a.position().sequencedAtMillis(),
                                    b.position().sequencedAtMillis()));
                }
                assertThat(kafka.read(Topics.REJECTED, Codecs.REJECTED, rejected -> !rejected.isEmpty()))
                        .singleElement()
                        .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo("UNREADABLE"));
            }
        }
    }

    private static void interact(TestKafka kafka, Chat chat, String ask, String reply, String feedback, boolean last)
            throws Exception {
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.says(ask, false)));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.isTold(reply)));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.says(feedback, last)));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.isTold("Understood.")));
    }

    @Test
    void texts_above_kafkas_usual_megabyte_go_through_and_so_does_the_next_turn() throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            ScoreJobConfig config = config(kafka);
            Chat large = new Chat("ada", "s1");
            Chat small = new Chat("bob", "s1");
            try (RunningJob unused =
                    RunningJob.start(directory.resolve("checkpoints"), env -> ScoreJob.define(env, config))) {
                interact(kafka, large, "Write a lot.", "x".repeat(500_000), "Thanks, perfect.", true);
                interact(kafka, small, "Price please.", "Price: 3", "Thanks, perfect.", true);

                List<LogEntry> log = kafka.read(
                        Topics.SCORED,
                        Codecs.SCORED,
                        entries -> turns(entries, "ada").size() == 2
                                && turns(entries, "bob").size() == 2);

                assertThat(turns(log, "ada").get(0).exchange().reply()).hasSize(64_000);
            }
        }
    }

    @Test
    void an_outcome_revises_the_session_it_names_and_not_another_agents_session_of_the_same_name() throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            ScoreJobConfig config = config(kafka);
            Chat ada = new Chat("ada", "1");
            Chat bob = new Chat("bob", "1");
            try (RunningJob unused =
                    RunningJob.start(directory.resolve("checkpoints"), env -> ScoreJob.define(env, config))) {
                interact(kafka, ada, "Price please.", "Price: 3", "Thanks, perfect.", true);
                interact(kafka, bob, "Price please.", "Price: 4", "No, that is wrong.", true);
                kafka.read(
                        Topics.SCORED,
                        Codecs.SCORED,
                        entries -> turns(entries, "ada").size() == 2
                                && turns(entries, "bob").size() == 2);
                Outcome outcome = new Outcome("ada", "1", "o1", -0.5, 9_000);
                kafka.send(Topics.TURNS, ada.key(), Codecs.TURNS.encode(outcome));
                kafka.send(Topics.TURNS, ada.key(), Codecs.TURNS.encode(outcome));
                kafka.send(Topics.TURNS, bob.key(), Codecs.TURNS.encode(new Outcome("bob", "1", "o2", 1, 9_000)));

                List<LogEntry> log = kafka.read(
                        Topics.SCORED,
                        Codecs.SCORED,
                        entries -> turns(entries, "ada").size() == 3
                                && turns(entries, "bob").size() == 3);

                assertThat(turns(log, "ada"))
                        .extracting(
                                turn -> turn.turn().turnId(),
                                ScoredTurn::revision,
                                turn -> turn.judgement().reward(),
                                turn -> turn.judgement().unscored())
                        .containsExactlyInAnyOrder(
                                tuple("1-1", 0, 1.0, ""), tuple("1-2", 0, 0.0, "SILENCE"), tuple("1-1", 1, 0.5, ""));
                assertThat(turns(log, "bob"))
                        .extracting(turn -> turn.turn().turnId(), ScoredTurn::revision, turn -> turn.judgement()
                                .reward())
                        .containsExactlyInAnyOrder(tuple("1-1", 0, -1.0), tuple("1-2", 0, 0.0), tuple("1-1", 1, 0.0));
            }
        }
    }

    private static ControlRecord trainNow() {
        return new ControlRecord(ControlRecord.ALL, "c1", ControlKind.TRAIN_NOW, Map.of(), 5);
    }
}
