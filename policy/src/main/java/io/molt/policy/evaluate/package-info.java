/**
 * How likely a policy gives the wanted reply.
 *
 * <pre>
 * reads       prompts with their wanted replies, an adapter
 * writes      the exact probability of each reply at temperature 1, and whether it is the greedy one
 * guarantees  no sampling, so no luck
 * </pre>
 */
package io.molt.policy.evaluate;
