package io.molt.operators.pairing;

import io.molt.schemas.turn.MessageBody;
import java.util.Optional;

/** The bodies of a session, which travel once and are needed often. Keyed state in the job, a map in a test. */
public interface Bodies {

    Optional<MessageBody> find(String bodyHash);

    void put(MessageBody body);
}
