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
}
