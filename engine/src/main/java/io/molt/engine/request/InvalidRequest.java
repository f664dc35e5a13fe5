package io.molt.engine.request;

/** A request that the engine cannot serve. */
public final class InvalidRequest extends Exception {

    private final int status;
    private final String field;
    private final String code;

    /**
     * Refuses a request.
     *
     * @param status HTTP status
     * @param field the offending field; empty if there is none
     * @param code OpenAI's error code, such as {@code context_length_exceeded}; empty if there is none
     */
    public InvalidRequest(int status, String field, String code, String message) {
        super(message);
        this.status = status;
        this.field = field;
        this.code = code;
    }

    static InvalidRequest field(String field, String expected) {
        return new InvalidRequest(400, field, "", field + " must be " + expected);
    }

    public int status() {
        return status;
    }

    public String field() {
        return field;
    }

    public String code() {
        return code;
    }
}
