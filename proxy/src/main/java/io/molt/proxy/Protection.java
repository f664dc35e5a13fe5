package io.molt.proxy;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.redact.Redaction;
import io.molt.schemas.settings.Settings;

/**
 * What must never be written down.
 *
 * @param redaction what is taken out of everything that is recorded
 */
public record Protection(Redaction redaction) {

    public Protection {
        requireNonNull(redaction, "redaction");
    }

    /** Nothing is forbidden. */
    public static Protection none() {
        return new Protection(Redaction.none());
    }

    static Protection from(Settings settings) {
        return new Protection(Redaction.from(settings));
    }
}
