package io.molt.operators.pairing;

import io.molt.schemas.turn.MessageBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Holds changes back until they are all known: a record that uncovers a bug changes nothing. */
final class StagedStore implements SessionStore {

    private final SessionStore below;
    private final Map<String, KeptBody> bodies = new LinkedHashMap<>();
    private final Map<Long, Optional<OpenTurn>> turns = new LinkedHashMap<>();

    StagedStore(SessionStore below) {
        this.below = below;
    }

    /** Passes all changes on. */
    void commit() {
        bodies.forEach(below::put);
        turns.forEach(
                (turn, open) -> open.ifPresentOrElse(changed -> below.put(turn, changed), () -> below.remove(turn)));
    }

    @Override
    public Optional<MessageBody> body(String bodyHash) {
        KeptBody staged = bodies.get(bodyHash);
        return staged == null ? below.body(bodyHash) : Optional.of(staged.whole(bodyHash));
    }

    @Override
    public boolean hasBody(String bodyHash) {
        return bodies.containsKey(bodyHash) || below.hasBody(bodyHash);
    }

    @Override
    public void put(String bodyHash, KeptBody body) {
        bodies.put(bodyHash, body);
    }

    @Override
    public Optional<OpenTurn> turn(long turn) {
        return turns.containsKey(turn) ? turns.get(turn) : below.turn(turn);
    }

    @Override
    public void put(long turn, OpenTurn open) {
        turns.put(turn, Optional.of(open));
    }

    @Override
    public void remove(long turn) {
        turns.put(turn, Optional.empty());
    }
}
