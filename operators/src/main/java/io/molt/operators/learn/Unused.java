package io.molt.operators.learn;

/**
 * A turn that will not train.
 *
 * @param turnId which turn
 * @param agentSeq its place in the log
 * @param reason {@code NOT_TRAINED_POLICY}, {@code TOKENS_UNKNOWN}, {@code NO_SIGNAL}, {@code NO_HINT}, {@code REVISION},
 *     {@code SIDE_TURN}, {@code UNSCORED}, {@code SKILLS_ONLY}, {@code METHOD_NONE}, {@code EVOLUTION}, {@code LAG},
 *     {@code SKILL_GENERATION}, {@code OVERFLOW}, {@code HELD_OUT}, {@code ROLLED_BACK}, {@code FORGOTTEN}
 */
public record Unused(String turnId, long agentSeq, String reason) {}
