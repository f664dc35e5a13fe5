package io.molt.operators.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.wire.Origin;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTurnTest {

    private static final TurnRef TURN = new TurnRef("ada", "s", "t1");
    private static final OpenTurn ASKED = OpenTurn.asked(
            new TurnRequested(
                    TURN, 5, TurnKind.MAIN, List.of(new ContextMessage("user", "m", "b")), List.of(), true, false),
            new Origin("turns", 1, 7));
    private static final OpenTurn BOTH = ASKED.with(new TurnAnswered(
            TURN,
            new Timing(5, 6, 7),
            new ServedBy("ada@v3", true, List.of("s@v1"), 2, "be brief"),
            new MessageBody("r", "assistant", "Gr\u00fc\u00dfe", ""),
            "rm",
            new Sampled(new int[] {1, 2}, new int[] {3}, new float[] {-0.25f}, 0.7),
            new Ending(200, "stop", ""),
            ""));

    @Test
    void a_packed_turn_is_the_same_turn() {
        assertThat(BOTH.packed().request()).isEmpty();
        assertThat(BOTH.packed().unpacked()).isEqualTo(BOTH);
        assertThat(ASKED.packed().unpacked()).isEqualTo(ASKED);
        assertThat(BOTH.packed().packed()).isEqualTo(BOTH.packed());
        assertThat(BOTH.packed().bodyHashes()).containsExactlyInAnyOrder("b", "r");
        assertThat(BOTH.packed().asRecord()).isEqualTo(BOTH.asRecord());
    }

    @Test
    void a_state_of_an_earlier_release_that_packed_nothing_is_read() {
        OpenTurn old = new OpenTurn(BOTH.request(), BOTH.answer(), BOTH.origin(), null, null);

        assertThat(old.unpacked()).isEqualTo(BOTH);
    }
}
