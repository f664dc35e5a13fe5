/**
 * Optimizer steps on plain arrays.
 *
 * <pre>
 * reads       parameters, gradients, moments
 * writes      parameters and moments, in place
 * guarantees  no native code: the same numbers give the same bits everywhere
 * </pre>
 */
package io.molt.policy.optimizer;
