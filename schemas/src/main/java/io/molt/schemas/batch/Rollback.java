package io.molt.schemas.batch;

import static java.util.Objects.requireNonNull;

/**
 * The newest rollback of an agent's log: the first batch after it starts from an older version.
 *
 * @param commandId the command; empty if nothing was ever rolled back
 * @param version where the first batch after the command starts; 0 is the base policy
 */
public record Rollback(String commandId, long version) {

    public static final Rollback NONE = new Rollback("", 0);

    public Rollback {
        requireNonNull(commandId, "commandId");
        if (version < 0) {
            throw new IllegalArgumentException("a rollback goes to version 0 or later, but was " + version);
        }
    }
}
