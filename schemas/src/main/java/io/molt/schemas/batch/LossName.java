package io.molt.schemas.batch;

/** Policy-gradient losses; formulas in {@code io.molt.policy.loss}. */
public enum LossName {
    IMPORTANCE_SAMPLING,
    PPO,
    CISPO
}
