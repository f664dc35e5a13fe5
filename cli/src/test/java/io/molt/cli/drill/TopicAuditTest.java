package io.molt.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

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

class TopicAuditTest {

    private static final List<Seen> SEEN = List.of(new Seen("a/s", "1", 0), new Seen("a/s", "2", 0));

    private static TurnEvent asked(String turn) {
        return new TurnRequested(new TurnRef("a", "s", turn), 1, TurnKind.MAIN, List.of(), List.of(), true, false);
    }

    private static TurnEvent answered(String turn) {
        return new TurnAnswered(
                new TurnRef("a", "s", turn),
                new Timing(1, 2, 3),
                new ServedBy("base", true, List.of(), 0, ""),
                new MessageBody("b", "assistant", "x", ""),
                "m",
                Sampled.UNKNOWN,
                new Ending(200, "stop", ""),
                "");
    }

    @Test
    void repetitions_are_counted_and_change_no_order() {
        TopicAudit audit = TopicAudit.of(
                SEEN, List.of(asked("1"), answered("1"), asked("2"), asked("1"), answered("1"), answered("2")));

        assertThat(audit).isEqualTo(new TopicAudit(6, 2, List.of(), List.of()));
    }

    @Test
    void a_turn_without_its_request_or_its_answer_is_missing() {
        TopicAudit audit = TopicAudit.of(SEEN, List.of(answered("1"), asked("2")));

        assertThat(audit.missing()).isEqualTo(SEEN);
    }

    @Test
    void what_comes_first_after_something_newer_is_out_of_order() {
        assertThat(TopicAudit.of(SEEN, List.of(asked("1"), asked("2"), answered("1"), answered("2")))
                        .disordered())
                .containsExactly("a/s");
        assertThat(TopicAudit.of(SEEN, List.of(asked("1"), answered("1"), asked("0"), asked("2"), answered("2")))
                        .disordered())
                .as("a turn that nobody saw the end of")
                .isEmpty();
    }
}
