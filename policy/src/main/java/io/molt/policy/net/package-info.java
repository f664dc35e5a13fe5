/**
 * The decoder as a differentiable graph on DJL and PyTorch; the one package that touches native tensors.
 *
 * <pre>
 * reads       weights, adapters, token ids
 * writes      log-probabilities and gradients
 * guarantees  one thread, so the same input gives the same bits; nothing native outlives the scope it was made in
 * limits      CPU, fp32 (fp64 for gradient checks)
 * </pre>
 */
package io.molt.policy.net;
