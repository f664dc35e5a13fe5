package io.molt.proxy.capture;

import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.ArrayList;
import java.util.List;

/** Turns for tests: user and assistant by turns, beginning with the user. */
final class Turns {

    private Turns() {}

    static ArrivedTurn main(long atMillis, String... texts) {
        return new ArrivedTurn(new TurnRef("a", "s", "t1"), atMillis, TurnKind.MAIN, messages(texts), false);
    }

    static ArrivedTurn side(long atMillis, String... texts) {
        return new ArrivedTurn(new TurnRef("a", "s", "t1"), atMillis, TurnKind.SIDE, messages(texts), false);
    }

    private static List<Message> messages(String... texts) {
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            String role = messages.size() % 2 == 0 ? "user" : "assistant";
            messages.add(Message.of(JsonText.object().put("role", role).put("content", text)));
        }
        return messages;
    }

    static TurnAnswered answered(String session) {
        return new TurnAnswered(
                new TurnRef("a", session, "t1"),
                new Timing(1, 2, 3),
                new ServedBy("base", true, List.of(), 0, ""),
                new MessageBody("b", "assistant", "x", ""),
                "m",
                Sampled.UNKNOWN,
                new Ending(200, "stop", ""),
                "");
    }
}
