package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.TurnRef;

/** What events of one session share, so that they share a partition and its order. */
final class SessionKey {

    private static final int LONGEST = 128;

    private SessionKey() {}

    /** Agent, slash, session; hashed if that is longer than 128 bytes. Two sessions never share a key. */
    static String of(String agentId, String sessionId) {
        String key = agentId.replace("%", "%25").replace("/", "%2F") + "/" + sessionId;
        return key.getBytes(UTF_8).length <= LONGEST ? key : Sha256.of(key);
    }

    static String of(TurnRef turn) {
        return of(turn.agentId(), turn.sessionId());
    }
}
