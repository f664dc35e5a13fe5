package io.molt.cli.client;

import java.io.IOException;

/** The proxy answered with an error. */
public final class RefusedRequest extends IOException {

    private final int status;
    private final String body;

    RefusedRequest(int status, String body) {
        super("the proxy answered " + status + ": " + body);
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The conversation is longer than the policy can read. */
    public boolean contextLengthExceeded() {
        return status == 400 && body.contains("context_length_exceeded");
    }
}
