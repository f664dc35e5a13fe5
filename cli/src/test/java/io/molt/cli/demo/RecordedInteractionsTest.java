package io.molt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedInteractionsTest {

    @Test
    void an_interaction_is_through_when_its_feedback_is_recorded() {
        var recorded = new RecordedInteractions(List.of(
                request("agent-a", RecordedInteractions.sessionId(0, "x"), true),
                request("agent-a", RecordedInteractions.sessionId(1, "x"), false),
                request("agent-a", RecordedInteractions.sessionId(3, "x"), true),
                request("agent-b", "a session of somebody else", true)));

        assertThat(recorded.count("agent-a")).isEqualTo(2);
        assertThat(recorded.due("agent-a", 5)).containsExactly(1, 2, 4);
        assertThat(recorded.due("agent-b", 2)).containsExactly(0, 1);
    }

    @Test
    void an_interaction_that_was_asked_again_counts_once() {
        var recorded = new RecordedInteractions(List.of(
                request("agent-a", RecordedInteractions.sessionId(0, "first"), true),
                request("agent-a", RecordedInteractions.sessionId(0, "second"), true)));

        assertThat(recorded.count("agent-a")).isEqualTo(1);
    }

    private static TurnEvent request(String agentId, String sessionId, boolean done) {
        return new TurnRequested(
                new TurnRef(agentId, sessionId, sessionId + done), 1, TurnKind.MAIN, List.of(), List.of(), true, done);
    }
}
