/**
 * The adapters in memory.
 *
 * <pre>
 * reads       adapter directories below one root
 * writes      -
 * guarantees  nothing outside the root is read; an adapter that does not fit the model is refused
 * </pre>
 */
package io.molt.engine.adapter;
