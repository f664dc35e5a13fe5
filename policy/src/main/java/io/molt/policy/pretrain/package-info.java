/**
 * Makes the tiny policy from nothing.
 *
 * <pre>
 * reads       a seed
 * writes      a policy directory, and a report of how well it follows rules
 * guarantees  seed and number of steps decide every byte of it, on one kind of machine; a wall clock never does
 * </pre>
 */
package io.molt.policy.pretrain;
