package io.molt.operators.pairing;

import java.io.Serializable;
import java.time.Duration;

/**
 * How sessions are cut and how much of them is kept.
 *
 * @param gap a session without any record for this long is over
 * @param replyTimeout a request without an answer for this long has lost its reply
 * @param keep how long after its last record a session can still be continued
 * @param promptChars most characters of a prompt that travel on; what is older is cut, the system message kept
 */
public record PairingSettings(Duration gap, Duration replyTimeout, Duration keep, int promptChars)
        implements Serializable {}
