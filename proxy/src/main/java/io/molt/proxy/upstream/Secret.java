package io.molt.proxy.upstream;

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
