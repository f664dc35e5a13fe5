/**
 * A window of history learned again with other settings, as a bounded job.
 *
 * <pre>
 * reads       the tables scored_turns and control, manifests and weights of the live store
 * writes      a store and tables of the replay's own
 * guarantees  nothing live is written to, and no topic is touched; unchanged settings give the batches and the bytes that
 *             were published
 * </pre>
 */
package io.molt.jobs.replay;
