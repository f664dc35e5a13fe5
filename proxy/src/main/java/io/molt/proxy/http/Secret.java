package io.molt.proxy.http;

import static java.util.Objects.requireNonNull;

/** A credential; never shown. */
public record Secret(String value) {

    public Secret {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "***";
    }
}
