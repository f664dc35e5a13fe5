package io.molt.operators.pairing;

import io.molt.schemas.turn.MessageBody;
import java.util.Optional;

/** What lies beside a {@link Session} since it is large. Keyed state in the job, maps in a test. */
public interface SessionStore {

    Optional<MessageBody> body(String bodyHash);

    boolean hasBody(String bodyHash);

    void put(String bodyHash, KeptBody body);

    /** A turn by its {@link Anchor#turn}. */
    Optional<OpenTurn> turn(long turn);

    void put(long turn, OpenTurn open);

    void remove(long turn);
}
