package io.molt.proxy.access;

import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Headers;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Lets requests in and counts those inside. A refusal costs a hash, and leaves no line in the log. Thread-safe. */
public final class Gate {

    private final Access access;
    private final LocalSites sites;
    private final InFlight inFlight;
    private final int most;
    private final LongAdder refused = new LongAdder();
    private final LongAdder busy = new LongAdder();
    private final LongAdder foreign = new LongAdder();

    /**
     * Nobody is inside.
     *
     * @param sites who may ask where no key is needed
     * @param most requests of one caller at once
     */
    public Gate(Access access, LocalSites sites, int most) {
        this.access = access;
        this.sites = sites;
        this.inFlight = new InFlight(most);
        this.most = most;
    }

    /** Why a request is not even looked at; a key that is needed says enough about who asks. */
    public Optional<String> foreign(Optional<String> authority, Optional<String> origin) {
        Optional<String> refusal = access.required() ? Optional.empty() : sites.refusal(authority, origin);
        refusal.ifPresent(reason -> foreign.increment());
        return refusal;
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

    /** Requests that are inside. */
    public int inside() {
        return inFlight.requests();
    }

    /** Requests of web pages. */
    public long foreign() {
        return foreign.sum();
    }

    /** Whether metrics are shown to whoever asks. */
    public boolean isOpen() {
        return !access.required();
    }

    /** Requests of callers that had too many in flight. */
    public long busy() {
        return busy.sum();
    }
}
