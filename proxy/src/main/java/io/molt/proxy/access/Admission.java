package io.molt.proxy.access;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.request.Caller;

/** Whether a request is let in. */
public sealed interface Admission {

    /** It is. */
    record Admitted(Caller caller) implements Admission {

        public Admitted {
            requireNonNull(caller, "caller");
        }
    }

    /**
     * Its key does not count.
     *
     * @param reason for the person behind the client; the same for every wrong key
     */
    record Refused(String reason) implements Admission {

        public Refused {
            requireNonNull(reason, "reason");
        }
    }

    /** Its caller has too many requests in flight. */
    record Busy(int most) implements Admission {}
}
