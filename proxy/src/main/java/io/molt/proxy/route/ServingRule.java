package io.molt.proxy.route;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.batch.Rollback;
import io.molt.schemas.control.ControlRecord;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;

/**
 * Which version answers an agent: the newest, unless the newer of two commands says otherwise. A pin names a version; a
 * rollback names one too, until a version exists that was trained after it.
 *
 * @param pinned version; -1 for the newest
 * @param pinnedAtMillis when that was said; 0 if never
 * @param rollback the newest
 * @param rolledBackAtMillis when that was said; 0 if never
 */
record ServingRule(long pinned, long pinnedAtMillis, Rollback rollback, long rolledBackAtMillis) {

    static final ServingRule NEWEST = new ServingRule(-1, 0, Rollback.NONE, 0);

    private static final String LATEST = "latest";

    ServingRule {
        requireNonNull(rollback, "rollback");
    }

    /**
     * The rule after one more command. Commands of one kind come in the order of their partition, which is the order of the
     * log; only between the two kinds do the senders' clocks decide.
     *
     * @throws IllegalArgumentException if the command names no version
     */
    ServingRule after(ControlRecord command) {
        return switch (command.kind()) {
            case PIN -> new ServingRule(version(command), command.atMillis(), rollback, rolledBackAtMillis);
            case ROLLBACK -> new ServingRule(
                    pinned, pinnedAtMillis, new Rollback(command.commandId(), version(command)), command.atMillis());
            default -> this;
        };
    }

    private static long version(ControlRecord command) {
        String version = command.arguments().getOrDefault("version", "");
        if (version.equals(LATEST)) {
            return -1;
        }
        if (!version.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(
                    command.kind() + " " + command.commandId() + " must name a version, but has '" + version + "'");
        }
        return Long.parseLong(version);
    }

    /**
     * The version to serve.
     *
     * @param accepted versions that can be served, and command id of the rollback before each
     * @return 0 is the base policy; empty if there is nothing to say
     */
    OptionalLong choose(NavigableMap<Long, String> accepted) {
        if (pinned >= 0 && pinnedAtMillis >= rolledBackAtMillis) {
            return OptionalLong.of(pinned);
        }
        if (rollback.equals(Rollback.NONE)) {
            return accepted.isEmpty() ? OptionalLong.empty() : OptionalLong.of(accepted.lastKey());
        }
        OptionalLong after = accepted.descendingMap().entrySet().stream()
                .filter(version -> version.getValue().equals(rollback.commandId()))
                .mapToLong(Map.Entry::getKey)
                .findFirst();
        if (after.isPresent()) {
            return after;
        }
        // The fold ignores a rollback to what it has not made, and so must serving.
        boolean exists = rollback.version() == 0 || accepted.containsKey(rollback.version());
        return exists || accepted.isEmpty() ? OptionalLong.of(rollback.version()) : OptionalLong.of(accepted.lastKey());
    }
}
