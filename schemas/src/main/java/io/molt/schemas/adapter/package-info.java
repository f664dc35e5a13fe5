/**
 * Versions of an agent's weights.
 *
 * <pre>
 * reads       -
 * writes      the topic adapters (versions, and what became of them in serving) and the manifests of the adapter store
 * guarantees  a version exists when its manifest does
 * </pre>
 */
package io.molt.schemas.adapter;
