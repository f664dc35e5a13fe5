/**
 * Generation in plain Java: one weight set, any number of concurrent replies, an adapter per reply.
 *
 * <pre>
 * reads       a policy's weights, prompts, adapters
 * writes      tokens with their log-probabilities, one by one
 * guarantees  log-probabilities equal the trainer's within 1e-4; the same prompt, adapter, sampling and seed give the
 *             same tokens; a caller that stops listening stops the work at the next token
 * limits      CPU; a prompt and its reply share the policy's context length
 * </pre>
 */
package io.molt.policy.decode;
