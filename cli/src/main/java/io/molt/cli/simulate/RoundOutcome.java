package io.molt.cli.simulate;

/**
 * A round as it went.
 *
 * @param round its id, with the day's in front
 * @param turnId of the question
 * @param saidRight the feedback was that of a right answer
 */
record RoundOutcome(String round, String turnId, boolean saidRight) {}
