/**
 * Folds an agent's log into batches and evolutions: the only place where learning is decided.
 *
 * <pre>
 * reads       the committed log of an agent, in agentSeq order
 * writes      training batches, evolution requests, and for every turn that is not used the reason
 * guarantees  a pure function of the log and the settings; batches are numbered without gaps; state is bounded
 * </pre>
 */
package io.molt.operators.learn;
