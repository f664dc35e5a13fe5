package io.molt.jobs.score;

import static io.molt.jobs.score.AgentLog.config;
import static io.molt.jobs.score.AgentLog.logOf;
import static io.molt.jobs.score.AgentLog.turns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.jobs.KeptSavepoint;
import io.molt.jobs.TestKafka;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.Tick;
import io.molt.schemas.turn.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open sessions, an outcome, a standing command and the head of a log outlive a new version of molt. */
class ScoreSavepointIT {

    private static final KeptSavepoint SAVEPOINT = new KeptSavepoint("score");

    @TempDir
    private Path directory;

    @Test
    void the_savepoint_that_an_earlier_commit_made_restores_and_its_sessions_go_on() throws Exception {
        if (KeptSavepoint.isToBeMade()) {
            make();
        }
        assertThat(SAVEPOINT.bytes()).hasSizeLessThan(1_000_000);
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            Chat chat = before(kafka);

            try (KeptSavepoint.Run unused =
                    SAVEPOINT.restored(directory.resolve("run"), env -> ScoreJob.define(env, config(kafka)))) {
                kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.says("Thanks, perfect.", true)));
                kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.isTold("You are welcome.")));
                Chat other = new Chat("new", "s1");
                kafka.send(Topics.TURNS, other.key(), Codecs.TURNS.encode(other.says("Hello.", true)));
                kafka.send(Topics.TURNS, other.key(), Codecs.TURNS.encode(other.isTold("Hello!")));
                List<LogEntry> log = kafka.read(
                        Topics.SCORED,
                        Codecs.SCORED,
                        entries -> turns(entries, "ada").size() == 2
                                && turns(entries, "new").size() == 1);

                assertThat(turns(log, "ada"))
                        .extracting(
                                turn -> turn.turn().turnId(),
                                turn -> turn.exchange().reply(),
                                turn -> turn.judgement().reward(),
                                turn -> turn.judgement().unscored())
                        .containsExactly(
                                tuple("s1-2", "Noted: 0900", 1.0, ""),
                                tuple("s1-3", "You are welcome.", 0.0, "SILENCE"));
                // Before the savepoint: a command and a turn, then ticks.
                assertThat(turns(log, "ada").get(0).position().agentSeq()).isGreaterThan(2);
                assertThat(logOf(log, "new").get(0)).isInstanceOf(ControlEntry.class);
                assertThat(logOf(log, "new").get(0).position().agentSeq()).isEqualTo(1);
            }
        }
    }

    private void make() throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka-of-old"))) {
            KeptSavepoint.Run run =
                    SAVEPOINT.fresh(directory.resolve("old"), env -> ScoreJob.define(env, config(kafka)));
            before(kafka);
            kafka.read(
                    Topics.SCORED,
                    Codecs.SCORED,
                    log -> turns(log, "ada").size() == 1
                            && logOf(log, "ada").stream()
                                            .filter(Tick.class::isInstance)
                                            .count()
                                    > 12);
            SAVEPOINT.keep(run, directory.resolve("made"));
        }
    }

    /** What was there when the savepoint was made; the same records at the same offsets. */
    private static Chat before(TestKafka kafka) throws Exception {
        Chat chat = new Chat("ada", "s1");
        kafka.send(Topics.CONTROL, "*/SET_MODE", Codecs.CONTROL.encode(mode()));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.says("Note the call at 9.", false)));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.isTold("Noted: 9")));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.says("No, wrong. Use four digits.", false)));
        kafka.send(Topics.TURNS, chat.key(), Codecs.TURNS.encode(chat.isTold("Noted: 0900")));
        kafka.send(Topics.TURNS, "ada/s2", Codecs.TURNS.encode(new Outcome("ada", "s2", "o1", 0.5, 5_000)));
        return chat;
    }

    private static ControlRecord mode() {
        return new ControlRecord(ControlRecord.ALL, "c1", ControlKind.SET_MODE, Map.of("mode", "rl"), 5);
    }
}
