package io.molt.proxy.dialect;

/** The APIs that clients and upstreams speak. */
public enum Dialect {
    CHAT("/v1/chat/completions"),
    RESPONSES("/v1/responses"),
    MESSAGES("/v1/messages");

    private final String path;

    Dialect(String path) {
        this.path = path;
    }

    /** Where requests of this dialect go; begins with a slash. */
    public String path() {
        return path;
    }
}
