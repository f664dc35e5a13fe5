package io.molt.proxy.route;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.batch.Rollback;
import io.molt.schemas.control.ControlRecord;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Which versions answer an agent: the newest, unless the newer of two commands says otherwise. A pin names a version, perhaps
 * with a canary beside it; a rollback names a version until one exists that was trained after it.
 *
 * @param pinned empty for the newest
 * @param pinnedAtMillis when that was said; 0 if never
 * @param rollback the newest
 * @param rolledBackAtMillis when that was said; 0 if never
 */
public record ServingRule(Optional<Choice> pinned, long pinnedAtMillis, Rollback rollback, long rolledBackAtMillis) {

    public static final ServingRule NEWEST = new ServingRule(Optional.empty(), 0, Rollback.NONE, 0);

    public ServingRule {
        requireNonNull(pinned, "pinned");
        requireNonNull(rollback, "rollback");
    }

    /**
     * The rule after one more command. Commands of one kind come in the order of their partition, which is the order of the
     * log; only between the two kinds do the senders' clocks decide.
     *
     * @throws IllegalArgumentException if the command names no version
     */
    public ServingRule after(ControlRecord command) {
        return switch (command.kind()) {
            case PIN -> new ServingRule(Choice.pinned(command), command.atMillis(), rollback, rolledBackAtMillis);
            case ROLLBACK -> new ServingRule(
                    pinned,
                    pinnedAtMillis,
                    new Rollback(command.commandId(), Choice.number(command, "version")),
                    command.atMillis());
            default -> this;
        };
    }

    /**
     * The versions to serve.
     *
     * @param accepted versions that can be served, and command id of the rollback before each
     * @return empty if there is nothing to say
     */
    public Optional<Choice> choose(NavigableMap<Long, String> accepted) {
        if (pinned.isPresent() && pinnedAtMillis >= rolledBackAtMillis) {
            return pinned;
        }
        if (rollback.equals(Rollback.NONE)) {
            return accepted.isEmpty() ? Optional.empty() : Optional.of(Choice.of(accepted.lastKey()));
        }
        Optional<Choice> after = accepted.descendingMap().entrySet().stream()
                .filter(version -> version.getValue().equals(rollback.commandId()))
                .map(Map.Entry::getKey)
                .findFirst()
                .map(Choice::of);
        if (after.isPresent()) {
            return after;
        }
        // The fold ignores a rollback to what it has not made, and so must serving.
        boolean exists = rollback.version() == 0 || accepted.containsKey(rollback.version());
        return Optional.of(Choice.of(exists || accepted.isEmpty() ? rollback.version() : accepted.lastKey()));
    }
}
