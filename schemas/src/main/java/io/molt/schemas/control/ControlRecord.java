package io.molt.schemas.control;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A setting or command for one agent, or for all.
 *
 * @param agentId the agent, or {@code *} for every agent
 * @param commandId unique; the same command sent twice counts once
 * @param kind what is asked
 * @param arguments as {@link ControlKind} says
 * @param atMillis when it was given, epoch milliseconds UTC
 */
public record ControlRecord(
        String agentId, String commandId, ControlKind kind, Map<String, String> arguments, long atMillis) {

    /** {@link #agentId} that stands for every agent. */
    public static final String ALL = "*";

    public ControlRecord {
        requireNonNull(agentId, "agentId");
        requireNonNull(commandId, "commandId");
        requireNonNull(kind, "kind");
        arguments = Map.copyOf(arguments);
    }

    /**
     * The record's key in its topic: a newer setting replaces the older one there, a gate its counterpart, and every other
     * command stays.
     */
    public String key() {
        return agentId
                + "/"
                + switch (kind) {
                    case SET_MODE, SET_METHOD, SET_BATCH, PIN, ROLLBACK -> kind.name();
                    case GATE_OPENED, GATE_CLOSED -> "GATE";
                    case TRAIN_NOW, FORGET -> commandId;
                };
    }
}
