package io.molt.proxy.capture;

import io.molt.proxy.message.Message;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which bodies a session has carried since its last keyframe, so that each travels once. */
final class Segment {

    static final int TURNS = 50;
    static final Duration AGE = Duration.ofHours(24);

    private final Set<String> carried = new HashSet<>();
    private Set<String> history = Set.of();
    private long keyframeAtMillis;
    private int turnsSinceKeyframe = TURNS;

    /**
     * What a turn must carry.
     *
     * @param bodies that this segment has not carried before, each once
     * @param keyframe true if these are all bodies of the turn
     */
    record Plan(List<MessageBody> bodies, boolean keyframe) {}

    /** The session's next turn; from now on its bodies count as carried. */
    Plan next(ArrivedTurn turn) {
        boolean keyframe = turnsSinceKeyframe >= TURNS
                || turn.atMillis() - keyframeAtMillis >= AGE.toMillis()
                || isRewritten(turn);
        if (keyframe) {
            carried.clear();
            keyframeAtMillis = turn.atMillis();
            turnsSinceKeyframe = 0;
        }
        turnsSinceKeyframe++;
        if (turn.kind() == TurnKind.MAIN) {
            history = lasting(turn);
        }
        List<MessageBody> bodies = new ArrayList<>();
        for (Message message : turn.messages()) {
            if (carried.add(message.body().bodyHash())) {
                bodies.add(message.body());
            }
        }
        return new Plan(bodies, keyframe);
    }

    /** A side turn has a history of its own and says nothing about that of the main turns. */
    private boolean isRewritten(ArrivedTurn turn) {
        return turn.kind() == TurnKind.MAIN && !lasting(turn).containsAll(history);
    }

    private static Set<String> lasting(ArrivedTurn turn) {
        Set<String> hashes = new HashSet<>();
        for (ContextMessage message : turn.context()) {
            if (!message.role().equals("system")) {
                hashes.add(message.matchHash());
            }
        }
        return hashes;
    }
}
