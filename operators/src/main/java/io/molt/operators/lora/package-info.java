/**
 * Turns batches into adapter versions.
 *
 * <pre>
 * reads       training batches, in their order per agent
 * writes      the adapter store: data directories by the trainer, manifests by the committer; one announcement per version
 * guarantees  batch K makes version K, exactly once; a version exists when its manifest does; no step runs on a task
 *             thread; one step at a time per policy
 * limits      the store lies in a file system; agents' names are encoded, never joined into paths
 * </pre>
 */
package io.molt.operators.lora;
