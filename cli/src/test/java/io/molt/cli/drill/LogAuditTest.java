package io.molt.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogAuditTest {

    private static final Timing NOW = new Timing(1, 1, 1);
    private static final ServedBy BASE = new ServedBy(ServedBy.BASE, true, List.of(), 0, "");
    private static final ContextMessage ASKED = new ContextMessage("user", "q", "q");
    private static final List<TurnEvent> TURNS = List.of(
            asked("t1", List.of(ASKED), "Book a room.", "q", false),
            answered("t1", "Done.", "r1"),
            asked(
                    "t2",
                    List.of(ASKED, new ContextMessage("assistant", "r1", "r1"), new ContextMessage("user", "f", "f")),
                    "Thanks, perfect!",
                    "f",
                    true),
            answered("t2", "You are welcome.", "r2"));

    @Test
    void a_log_that_says_what_was_recorded_has_no_difference() {
        assertThat(LogAudit.differences(TURNS, List.of(scored(1, "t1", "", 1), scored(2, "t2", "SILENCE", 0))))
                .isEmpty();
    }

    @Test
    void every_kind_of_wrong_log_is_named() {
        assertThat(LogAudit.differences(TURNS, List.of(scored(1, "t1", "", 1))))
                .containsExactly("turn t2 is not in the log");
        assertThat(LogAudit.differences(TURNS, List.of(scored(1, "t1", "", -1), scored(2, "t2", "SILENCE", 0))))
                .containsExactly("turn t1 should have the reward 1.0 but has -1.0");
        assertThat(LogAudit.differences(
                        TURNS, List.of(scored(1, "t1", "", 1), scored(2, "t2", "SILENCE", 0), scored(3, "t1", "", 1))))
                .containsExactly("turn t1 revision 0 is in the log more than once");
        assertThat(LogAudit.differences(TURNS, List.of(scored(1, "t1", "", 1), scored(3, "t2", "SILENCE", 0))))
                .containsExactly("the log of ada has 3 where 2 belongs");
        assertThat(LogAudit.differences(
                        TURNS, List.of(scored(1, "t1", "", 1), scored(2, "t2", "SILENCE", 0), scored(3, "t9", "", 1))))
                .containsExactly("turn t9 is in the log but was never recorded");
    }

    private static TurnRef turn(String turnId) {
        return new TurnRef("ada", "s", turnId);
    }

    private static TurnEvent asked(
            String turnId, List<ContextMessage> context, String text, String hash, boolean done) {
        MessageBody body = new MessageBody(hash, "user", text, "");
        return new TurnRequested(turn(turnId), 1, TurnKind.MAIN, context, List.of(body), true, done);
    }

    private static TurnEvent answered(String turnId, String text, String hash) {
        MessageBody body = new MessageBody(hash, "assistant", text, "");
        return new TurnAnswered(turn(turnId), NOW, BASE, body, hash, Sampled.UNKNOWN, new Ending(200, "stop", ""), "");
    }

    private static LogEntry scored(long seq, String turnId, String unscored, double reward) {
        return new ScoredTurn(
                new LogPosition("ada", seq, seq),
                turn(turnId),
                0,
                new Exchange(TurnKind.MAIN, NOW, BASE, List.of(), ""),
                Sampled.UNKNOWN,
                new NextState(NextStateKind.SILENCE, "", "", 1),
                new Judgement(unscored, reward, "", List.of(), "rules-1", ""));
    }
}
