package io.molt.schemas.table;

/**
 * A place in an agent's log.
 *
 * @param agentId whose log
 * @param agentSeq 1, 2, 3, ... without gaps
 * @param sequencedAtMillis log time, epoch milliseconds UTC
 * @param revision 0 at first; later feedback counts up
 */
public record Logged(String agentId, long agentSeq, long sequencedAtMillis, int revision) {}
