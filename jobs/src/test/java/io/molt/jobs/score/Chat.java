package io.molt.jobs.score;

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
import java.util.ArrayList;
import java.util.List;

/** A conversation as the proxy records it: a text is its own hash, bodies travel once. */
final class Chat {

    private final String agentId;
    private final String sessionId;
    private final List<ContextMessage> history = new ArrayList<>();
    private final List<MessageBody> unsent = new ArrayList<>();
    private int turns;

    Chat(String agentId, String sessionId) {
        this.agentId = agentId;
        this.sessionId = sessionId;
    }

    String key() {
        return agentId + "/" + sessionId;
    }

    TurnRequested says(String text, boolean last) {
        turns++;
        add("user", text);
        TurnRequested request =
                new TurnRequested(turn(), turns * 1_000L, TurnKind.MAIN, history, unsent, turns == 1, last);
        unsent.clear();
        return request;
    }

    TurnAnswered isTold(String text) {
        MessageBody reply = add("assistant", text);
        return new TurnAnswered(
                turn(),
                new Timing(turns * 1_000L, turns * 1_000L + 1, turns * 1_000L + 2),
                new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                reply,
                text,
                new Sampled(new int[] {1, 2}, new int[] {3}, new float[] {-0.5f}, 1),
                new Ending(200, "stop", ""),
                "");
    }

    private TurnRef turn() {
        return new TurnRef(agentId, sessionId, sessionId + "-" + turns);
    }

    private MessageBody add(String role, String text) {
        MessageBody body = new MessageBody(text, role, text, "");
        history.add(new ContextMessage(role, text, text));
        unsent.add(body);
        return body;
    }
}
