/**
 * Turns batches into adapter versions.
 *
 * <pre>
 * reads       training batches, in their order per agent
 * writes      the adapter store: data directories by the trainer, manifests by the committer; one announcement per version
 * guarantees  batch K makes version K, exactly once; a version exists when its manifest does; no step runs on a task
 *             thread; one step at a time per device, and agents take turns
 * limits      agents' names are encoded, never joined into paths; what {@link io.molt.operators.lora.StoreFiles} can do
 *             is all that is asked of a file system
 * </pre>
 */
package io.molt.operators.lora;
