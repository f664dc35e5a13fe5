package io.molt.proxy.capture;

import io.molt.proxy.message.Message;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which bodies a session has carried since its last keyframe, so that each travels once. */
final class Segment {

    static final int TURNS = 50;
    static final Duration AGE = Duration.ofHours(24);

    private final Set<String> carried = new HashSet<>();
    /** Of the carried ones those that something was taken out of. */
    private final Set<String> redacted = new HashSet<>();

    private final Redaction redaction;
    /** Of its last turn that may teach. */
    private List<ContextMessage> history = List.of();

    private long keyframeAtMillis;
    private int turnsSinceKeyframe = TURNS;

    Segment(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * What a turn must carry.
     *
     * @param bodies that this segment has not carried before, each once, without secrets
     * @param keyframe true if these are all bodies of the turn
     * @param redacted true if something was taken out of a body of the turn, now or when it was carried
     */
    record Plan(List<MessageBody> bodies, boolean keyframe, boolean redacted) {}

    /** The session's next turn; from now on its bodies count as carried. */
    Plan next(ArrivedTurn turn) {
        boolean keyframe = turnsSinceKeyframe >= TURNS
                || turn.atMillis() - keyframeAtMillis >= AGE.toMillis()
                || isRewritten(turn);
        if (keyframe) {
            carried.clear();
            redacted.clear();
            keyframeAtMillis = turn.atMillis();
            turnsSinceKeyframe = 0;
        }
        turnsSinceKeyframe++;
        if (turn.kind() == TurnKind.MAIN) {
            history = turn.context();
        }
        List<MessageBody> bodies = new ArrayList<>();
        boolean whole = true;
        for (Message message : turn.history().messages()) {
            String bodyHash = message.context().bodyHash();
            Optional<MessageBody> said = carried.contains(bodyHash) ? Optional.empty() : message.body();
            if (said.isPresent()) {
                carried.add(bodyHash);
                bodies.add(withoutSecrets(said.get()));
            } else {
                whole &= carried.contains(bodyHash);
            }
        }
        boolean anyRedacted = !redacted.isEmpty()
                && turn.context().stream().anyMatch(message -> redacted.contains(message.bodyHash()));
        return new Plan(bodies, keyframe && whole, anyRedacted);
    }

    /** How many it remembers, itself included. */
    int messages() {
        return 1 + Math.max(carried.size(), history.size());
    }

    private MessageBody withoutSecrets(MessageBody body) {
        MessageBody kept = redaction.body(body);
        if (!kept.equals(body)) {
            redacted.add(body.bodyHash());
        }
        return kept;
    }

    /** A side turn has a history of its own and says nothing about that of the main turns. */
    private boolean isRewritten(ArrivedTurn turn) {
        return turn.kind() == TurnKind.MAIN
                && !goesOn(turn.context())
                && !lasting(turn.context()).containsAll(lasting(history));
    }

    /** The usual turn, of which nothing more has to be known. */
    private boolean goesOn(List<ContextMessage> context) {
        return context.size() >= history.size()
                && context.subList(0, history.size()).equals(history);
    }

    private static Set<String> lasting(List<ContextMessage> context) {
        Set<String> hashes = new HashSet<>();
        for (ContextMessage message : context) {
            if (!message.role().equals("system")) {
                hashes.add(message.matchHash());
            }
        }
        return hashes;
    }
}
