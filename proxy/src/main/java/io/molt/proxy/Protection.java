package io.molt.proxy;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.settings.Settings;

/**
 * Who may talk, and what must never be written down.
 *
 * @param access who may talk
 * @param redaction what is taken out of everything that is recorded
 */
public record Protection(AccessConfig access, Redaction redaction) {

    public Protection {
        requireNonNull(access, "access");
        requireNonNull(redaction, "redaction");
    }

    /** Everybody on this machine may talk, and everything is written down. */
    public static Protection none() {
        return new Protection(AccessConfig.open(), Redaction.none());
    }

    static Protection from(Settings settings, String host) {
        return new Protection(AccessConfig.from(settings, host), Redaction.from(settings));
    }
}
