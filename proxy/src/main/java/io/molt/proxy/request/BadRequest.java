package io.molt.proxy.request;

/** A request that cannot be served as it is; the message is for the client. */
public final class BadRequest extends Exception {

    private final String field;

    /**
     * Refuses a request.
     *
     * @param field the offending field or header; empty if the body is no JSON at all
     */
    public BadRequest(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
