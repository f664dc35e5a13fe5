package io.molt.proxy.route;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.control.ControlRecord;
import java.util.Optional;

/**
 * The versions that are to answer an agent.
 *
 * @param version for all; 0 is the base policy
 * @param canary for some; empty if for nobody
 */
public record Choice(long version, Optional<Canary> canary) {

    private static final String LATEST = "latest";

    public Choice {
        requireNonNull(canary, "canary");
    }

    /** One version for all. */
    public static Choice of(long version) {
        return new Choice(version, Optional.empty());
    }

    /**
     * What a pin says; empty if it ends one.
     *
     * @throws IllegalArgumentException if it names no version, or a canary without a share or with an impossible one
     */
    static Optional<Choice> pinned(ControlRecord pin) {
        if (text(pin, "version").equals(LATEST)) {
            return Optional.empty();
        }
        long version = number(pin, "version");
        if (text(pin, "canary").isEmpty()) {
            return Optional.of(of(version));
        }
        long canary = number(pin, "canary");
        long share = number(pin, "share");
        if (share > 100) {
            throw new IllegalArgumentException(
                    pin.kind() + " " + pin.commandId() + " must have a share of 0 to 100, but has " + share);
        }
        if (share == 0 || canary == version) {
            return Optional.of(of(version));
        }
        return Optional.of(
                share == 100
                        ? of(canary)
                        : new Choice(version, Optional.of(new Canary(canary, Math.toIntExact(share)))));
    }

    /**
     * The version that a command names.
     *
     * @throws IllegalArgumentException if it names none
     */
    static long number(ControlRecord command, String argument) {
        String value = text(command, argument);
        if (!value.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(command.kind() + " " + command.commandId() + " must name a " + argument
                    + ", but has '" + value + "'");
        }
        return Long.parseLong(value);
    }

    private static String text(ControlRecord command, String argument) {
        return command.arguments().getOrDefault(argument, "");
    }

    /** It is one of them. */
    boolean names(long number) {
        return version == number
                || canary.filter(some -> some.version() == number).isPresent();
    }
}
