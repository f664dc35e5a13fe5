/**
 * A window of an agent's log, learned again with other settings.
 *
 * <pre>
 * reads       entries of the log in agentSeq order, manifests of the published versions
 * writes      batches, and entries that were judged again
 * guarantees  up to the window the fold is the one that was; with unchanged settings it is so in the window, too
 * limits      replies are never sampled again: they are those of the log
 * </pre>
 */
package io.molt.operators.replay;
