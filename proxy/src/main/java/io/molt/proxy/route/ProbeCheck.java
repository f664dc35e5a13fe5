package io.molt.proxy.route;

import io.molt.schemas.adapter.Probe;
import java.util.Arrays;

/** Whether the engine serves the adapter that the trainer trained. */
final class ProbeCheck {

    /** Trainer and engine compute the same sums in another order. */
    static final double TOLERANCE = 1e-3;

    private ProbeCheck() {}

    /** Empty if it does, else what differs. */
    static String difference(Probe trained, Probe served) {
        if (!Arrays.equals(trained.tokenIds(), served.tokenIds())) {
            return "tokens differ";
        }
        for (int position = 0; position < trained.logProbs().length; position++) {
            float expected = trained.logProbs()[position];
            if (!(Math.abs(expected - served.logProbs()[position]) <= TOLERANCE)) {
                return "log-probability " + position + " differs";
            }
        }
        return "";
    }
}
