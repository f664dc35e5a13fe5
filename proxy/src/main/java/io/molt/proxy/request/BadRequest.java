package io.molt.proxy.request;

import io.molt.proxy.dialect.Dialect;

/** A request that cannot be served as it is; the message is for the client. */
public final class BadRequest extends Exception {

    private final String field;
    private final String code;

    /**
     * Refuses a request.
     *
     * @param field the offending field or header; empty if the body is no JSON at all
     */
    public BadRequest(String field, String message) {
        this(field, message, "");
    }

    private BadRequest(String field, String message, String code) {
        super(message);
        this.field = field;
        this.code = code;
    }

    /** It goes on from a reply that is not known here: in the words that make clients send everything again. */
    public static BadRequest withoutHistory(Dialect dialect) {
        return dialect == Dialect.MESSAGES
                ? new BadRequest(
                        "thread",
                        "threads are not kept here; send the whole conversation",
                        "thread_unsupported_request")
                : new BadRequest(
                        "previous_response_id",
                        "the previous response is not kept here; send the whole conversation",
                        "previous_response_not_found");
    }

    public String field() {
        return field;
    }

    /** A word that clients act on; empty if there is none. */
    public String code() {
        return code;
    }
}
