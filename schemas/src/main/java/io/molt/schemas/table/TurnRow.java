package io.molt.schemas.table;

import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnRef;

/**
 * An answered turn, by reference: the bodies are in {@code messages}.
 *
 * @param turn which turn
 * @param timing arrival, first token, end
 * @param servedBy who answered, with which skills
 * @param policyVersion adapter version; 0 for the base policy
 * @param ending status and finish reason
 * @param sizes messages and tokens
 * @param replyHash body hash of the reply
 */
public record TurnRow(
        TurnRef turn,
        Timing timing,
        ServedBy servedBy,
        long policyVersion,
        Ending ending,
        TurnSizes sizes,
        String replyHash) {}
