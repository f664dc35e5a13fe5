package io.molt.operators.pairing;

import java.io.Serializable;
import java.time.Duration;

/**
 * How sessions are cut and how much of them is kept.
 *
 * @param gap a session without any record for this long is over
 * @param replyTimeout a record that others refer to is not waited for any longer than this
 * @param keep how long after its last record a session can still be continued
 * @param promptChars most characters of a prompt that travel on; what is older is cut, the system message kept
 * @param silenceMayScore turns that nothing followed keep their tokens, since an outcome may still score them
 */
public record PairingSettings(
        Duration gap, Duration replyTimeout, Duration keep, int promptChars, boolean silenceMayScore)
        implements Serializable {

    /** Silence is not scored. */
    public PairingSettings(Duration gap, Duration replyTimeout, Duration keep, int promptChars) {
        this(gap, replyTimeout, keep, promptChars, false);
    }
}
