package io.molt.proxy.capture;

/** Whether an answer waits for its record. */
public enum CaptureAck {

    /** It does not: what a dying process had not given to Kafka or the spool is lost. */
    ASYNC,

    /** Its last byte does: a turn that the client saw complete is recorded, unless the spool was full. */
    BEFORE_LAST_BYTE;

    /** As settings have it. */
    @Override
    public String toString() {
        return this == ASYNC ? "async" : "before-last-byte";
    }
}
