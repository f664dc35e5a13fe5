package io.molt.operators.pairing;

import io.molt.operators.wire.BrokenState;
import io.molt.schemas.turn.MessageBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.state.MapState;

/**
 * What lies beside the session of the current key, in Flink's keyed state. State that cannot be read or written is {@link
 * BrokenState}.
 *
 * @param openTurns by the hash of their ids
 * @param bodies by their hash
 */
record KeyedSessionStore(MapState<Long, OpenTurn> openTurns, MapState<String, KeptBody> bodies)
        implements SessionStore {

    @Override
    public Optional<MessageBody> body(String bodyHash) {
        return state(() -> Optional.ofNullable(bodies.get(bodyHash)).map(KeptBody::body));
    }

    @Override
    public boolean hasBody(String bodyHash) {
        return state(() -> bodies.contains(bodyHash));
    }

    @Override
    public void put(KeptBody body) {
        state(() -> {
            bodies.put(body.body().bodyHash(), body);
            return body;
        });
    }

    @Override
    public Optional<OpenTurn> turn(long turn) {
        return state(() -> Optional.ofNullable(openTurns.get(turn)));
    }

    @Override
    public void put(long turn, OpenTurn open) {
        state(() -> {
            openTurns.put(turn, open);
            return open;
        });
    }

    @Override
    public void remove(long turn) {
        state(() -> {
            openTurns.remove(turn);
            return turn;
        });
    }

    /** Drops bodies of older segments that no open turn needs. */
    void dropBodiesBefore(long segment) throws Exception {
        Set<String> needed = new HashSet<>();
        for (OpenTurn open : openTurns.values()) {
            needed.addAll(open.bodyHashes());
        }
        List<String> unneeded = new ArrayList<>();
        for (Map.Entry<String, KeptBody> kept : bodies.entries()) {
            if (kept.getValue().segment() < segment && !needed.contains(kept.getKey())) {
                unneeded.add(kept.getKey());
            }
        }
        for (String hash : unneeded) {
            bodies.remove(hash);
        }
    }

    void clear() {
        openTurns.clear();
        bodies.clear();
    }

    private static <T> T state(Callable<T> access) {
        try {
            return access.call();
        } catch (Exception e) {
            throw new BrokenState(e);
        }
    }
}
