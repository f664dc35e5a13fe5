package io.molt.schemas.table;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.turn.Sampled;

/**
 * A turn of an agent's log, self-contained for judging again and for training.
 *
 * @param sessionId the conversation
 * @param turnId which turn
 * @param logged where it stands in the log
 * @param exchange what was asked and answered, by whom
 * @param sampled tokens and log-probabilities
 * @param followedBy what came next
 * @param score reward and hint
 */
public record ScoredTurnRow(
        String sessionId,
        String turnId,
        Logged logged,
        Exchange exchange,
        Sampled sampled,
        FollowedBy followedBy,
        Score score) {}
