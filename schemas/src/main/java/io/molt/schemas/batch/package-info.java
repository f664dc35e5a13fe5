/**
 * What one training step is made from.
 *
 * <pre>
 * reads       -
 * writes      LearnJob's stream of batches
 * guarantees  batch K makes version K; a batch alone says what its step does
 * </pre>
 */
package io.molt.schemas.batch;
