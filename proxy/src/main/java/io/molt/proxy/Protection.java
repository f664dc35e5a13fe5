package io.molt.proxy;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.listen.Listening;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.settings.Settings;

/**
 * Who may talk, and what must never be written down.
 *
 * @param listening how connections are taken
 * @param access who may talk
 * @param redaction what is taken out of everything that is recorded
 * @param bypassFile while it is there, requests are only passed on; empty if there is no such switch
 */
public record Protection(Listening listening, AccessConfig access, Redaction redaction, String bypassFile) {

    public Protection {
        requireNonNull(listening, "listening");
        requireNonNull(access, "access");
        requireNonNull(redaction, "redaction");
        requireNonNull(bypassFile, "bypassFile");
    }

    /** Everybody on this machine may talk, and everything is written down. */
    public static Protection none() {
        return new Protection(Listening.openly(), AccessConfig.open(), Redaction.none(), "");
    }

    static Protection from(Settings settings, String host) {
        return new Protection(
                Listening.from(settings),
                AccessConfig.from(settings, host),
                Redaction.from(settings),
                settings.text("bypass.file", ""));
    }

    Protection with(Listening other) {
        return new Protection(other, access, redaction, bypassFile);
    }

    Protection with(AccessConfig other) {
        return new Protection(listening, other, redaction, bypassFile);
    }

    Protection with(Redaction other) {
        return new Protection(listening, access, other, bypassFile);
    }

    Protection bypassedBy(String file) {
        return new Protection(listening, access, redaction, file);
    }
}
