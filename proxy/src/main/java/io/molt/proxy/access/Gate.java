package io.molt.proxy.access;

import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Headers;
import java.util.concurrent.atomic.LongAdder;

/** Lets requests in and counts those inside. A refusal costs a hash, and leaves no line in the log. Thread-safe. */
public final class Gate {

    private final Access access;
    private final InFlight inFlight;
    private final int most;
    private final LongAdder refused = new LongAdder();
    private final LongAdder busy = new LongAdder();

    /**
     * Nobody is inside.
     *
     * @param most requests of one caller at once
     */
    public Gate(Access access, int most) {
        this.access = access;
        this.inFlight = new InFlight(most);
        this.most = most;
    }

    /** Asks to come in; whoever is admitted must {@link #leave} once. */
    public Admission enter(Headers headers) {
        Admission admission = access.admit(headers.get("authorization"), headers.get("x-api-key"));
        if (admission instanceof Admission.Refused) {
            refused.increment();
        } else if (admission instanceof Admission.Admitted admitted && !inFlight.enter(admitted.caller())) {
            busy.increment();
            return new Admission.Busy(most);
        }
        return admission;
    }

    public void leave(Caller caller) {
        inFlight.leave(caller);
    }

    /** Requests whose key did not count. */
    public long refused() {
        return refused.sum();
    }

    /** Requests of callers that had too many in flight. */
    public long busy() {
        return busy.sum();
    }
}
