package io.molt.proxy.session;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.Optional;

/** Learns of conversations from the topic of turns: those of other proxies, and this one's from before it was restarted. */
public record SharedSessions(SessionIndex index) implements TopicTail.Listener<TurnEvent> {

    @Override
    public void record(TurnEvent event) {
        if (event instanceof TurnRequested requested) {
            TurnRef turn = requested.turn();
            FoundSession.scopeOf(turn.agentId(), turn.sessionId())
                    .ifPresent(scope -> index.asked(scope, turn.turnId(), turn.sessionId(), requested.context()));
        } else if (event instanceof TurnAnswered answered) {
            ContextMessage reply = new ContextMessage(
                    "assistant", answered.replyMatchHash(), answered.reply().bodyHash());
            boolean whole = answered.ending().whole();
            index.answered(answered.turn().turnId(), whole ? Optional.of(reply) : Optional.empty(), answered.replyId());
        }
    }

    @Override
    public void idle() {}
}
