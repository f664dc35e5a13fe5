package io.molt.operators.pairing;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
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
import java.util.ArrayList;
import java.util.List;

/** A conversation as the proxy records it: a message's text is its hash, and every body travels once. */
final class Chat {

    static final Ending WHOLE = new Ending(200, "stop", "");
    static final Sampled TOKENS = new Sampled(new int[] {1, 2}, new int[] {3}, new float[] {-0.5f}, 1);

    private final String sessionId;
    private final List<String> sent = new ArrayList<>();
    private final List<ContextMessage> history = new ArrayList<>();

    Chat(String sessionId) {
        this.sessionId = sessionId;
    }

    static KafkaRecord record(TurnEvent event) {
        TurnRef turn = event instanceof TurnRequested requested
                ? requested.turn()
                : event instanceof TurnAnswered answered ? answered.turn() : new TurnRef("a", "?", "?");
        return new KafkaRecord(turn.agentId() + "/" + turn.sessionId(), Topics.TURNS, 0, 0, Codecs.TURNS.encode(event));
    }

    /** Adds a message to the history that the next request will carry. */
    Chat with(String role, String text) {
        history.add(new ContextMessage(role, text, text));
        return this;
    }

    /** Forgets the history, as a client does that compacts it. */
    Chat forget() {
        history.clear();
        return this;
    }

    TurnRequested asks(String turnId, long atMillis) {
        return asks(turnId, atMillis, TurnKind.MAIN, false);
    }

    TurnRequested asks(String turnId, long atMillis, TurnKind kind, boolean last) {
        List<MessageBody> bodies = history.stream()
                .filter(message -> !sent.contains(message.bodyHash()))
                .map(message -> new MessageBody(message.bodyHash(), message.role(), message.bodyHash(), ""))
                .toList();
        bodies.forEach(body -> sent.add(body.bodyHash()));
        return new TurnRequested(turn(turnId), atMillis, kind, history, bodies, false, last);
    }

    TurnAnswered answer(String turnId, long atMillis, String text) {
        return answer(turnId, atMillis, text, WHOLE);
    }

    TurnAnswered answer(String turnId, long atMillis, String text, Ending ending) {
        sent.add(text);
        return new TurnAnswered(
                turn(turnId),
                new Timing(atMillis - 1, atMillis, atMillis),
                new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                new MessageBody(text, "assistant", text, ""),
                text,
                TOKENS,
                ending,
                "");
    }

    private TurnRef turn(String turnId) {
        return new TurnRef("a", sessionId, turnId);
    }
}
