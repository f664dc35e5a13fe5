/**
 * The formulas of learning, one number at a time, in double. What the trainer differentiates is tested against these.
 *
 * <pre>
 * reads       log-probabilities, rewards, masks
 * writes      losses, weights, advantages
 * guarantees  each published test vector holds (shared/reference/algorithms.md, section 8)
 * </pre>
 *
 * <pre>
 * letter  meaning
 * x       log-probability of the token under the policy in training
 * q       under the policy that sampled it
 * p       under the policy at the start of the step
 * rho     exp(x - q), or exp(x - p)
 * A       advantage
 * </pre>
 */
package io.molt.policy.loss;
