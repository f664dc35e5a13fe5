package io.molt.operators.pairing;

import io.molt.schemas.turn.MessageBody;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What lies beside a session, in memory. */
final class MapStore implements SessionStore {

    final Map<String, KeptBody> bodies = new HashMap<>();
    final Map<Long, OpenTurn> turns = new HashMap<>();

    @Override
    public Optional<MessageBody> body(String bodyHash) {
        return Optional.ofNullable(bodies.get(bodyHash)).map(kept -> kept.whole(bodyHash));
    }

    @Override
    public boolean hasBody(String bodyHash) {
        return bodies.containsKey(bodyHash);
    }

    @Override
    public void put(String bodyHash, KeptBody body) {
        bodies.put(bodyHash, body);
    }

    @Override
    public Optional<OpenTurn> turn(long turn) {
        return Optional.ofNullable(turns.get(turn));
    }

    @Override
    public void put(long turn, OpenTurn open) {
        turns.put(turn, open);
    }

    @Override
    public void remove(long turn) {
        turns.remove(turn);
    }
}
