package io.molt.schemas.table;

/**
 * One vote on a turn.
 *
 * @param turnId which turn
 * @param logged where the turn stands in the log
 * @param vote 0, 1, 2, ... within the turn
 * @param judge fingerprint of the judge
 * @param valid false if the answer could not be read
 * @param score -1, 0 or 1
 * @param answer the judge's words
 */
public record JudgementRow(
        String turnId, Logged logged, int vote, String judge, boolean valid, int score, String answer) {}
