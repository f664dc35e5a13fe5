package io.molt.operators.learn;

/**
 * A command that changes nothing.
 *
 * @param commandId which
 * @param reason {@code UNKNOWN_VERSION}: a rollback to no version that was formed; {@code NOTHING_NAMED}: a forget
 *     without a session or a turn
 */
public record Ignored(String commandId, String reason) {}
