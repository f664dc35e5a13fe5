/**
 * One training step of an adapter.
 *
 * <pre>
 * reads       a batch of scored turns, the parent's learner state
 * writes      the next learner state and a report; no file
 * guarantees  a pure function: the same batch, parent and backend give the same bytes; a step that is not finite is
 *             skipped, and says so
 * </pre>
 */
package io.molt.policy.train;
