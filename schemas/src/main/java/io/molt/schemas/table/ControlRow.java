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
 */
public record ControlRow(Logged logged, String entry, String commandId, String kind, Map<String, String> arguments) {}
