package io.molt.schemas.table;

import java.util.Map;

/**
 * A setting, command or tick in an agent's log.
 *
 * @param logged where it stands
 * @param entry {@code control} or {@code tick}
 * @param commandId of the command; empty for ticks
 * @param kind of the command; empty for ticks
 * @param arguments of the command
 * @param givenTo the agent, or {@code *} for all; empty for ticks
 * @param givenAtMillis when it was given, epoch milliseconds UTC; 0 for ticks
 */
public record ControlRow(
        Logged logged,
        String entry,
        String commandId,
        String kind,
        Map<String, String> arguments,
        String givenTo,
        long givenAtMillis) {}
