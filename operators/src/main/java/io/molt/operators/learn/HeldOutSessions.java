package io.molt.operators.learn;

import io.molt.schemas.turn.TurnRef;
import java.util.Locale;

/** Which sessions never train: the same ones for ever, and more of them where the share is larger. */
final class HeldOutSessions {

    private HeldOutSessions() {}

    /**
     * True if the turn's session is held out.
     *
     * @param share of all sessions, 0 to 1
     */
    static boolean contain(TurnRef turn, double share) {
        if (share == 0) {
            return false;
        }
        String name = String.format(Locale.ROOT, "%d:%s%s", turn.agentId().length(), turn.agentId(), turn.sessionId());
        double place = (Seeds.of(name, 0, 0) >>> 11) * 0x1.0p-53;
        return place < share;
    }
}
