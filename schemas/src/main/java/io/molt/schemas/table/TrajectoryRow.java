package io.molt.schemas.table;

import java.util.List;

/**
 * A closed session segment: its turns in order.
 *
 * @param agentId the agent
 * @param sessionId the conversation
 * @param firstSeq agentSeq of the first turn
 * @param closedAtMillis log time at which the segment closed, epoch milliseconds UTC
 * @param turnIds in log order
 * @param rewards of the turns, same order; 0 where unscored
 * @param policies who answered, same order
 */
public record TrajectoryRow(
        String agentId,
        String sessionId,
        long firstSeq,
        long closedAtMillis,
        List<String> turnIds,
        List<Double> rewards,
        List<String> policies) {}
