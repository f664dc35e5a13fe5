/**
 * Serves a policy over HTTP: wiring and settings.
 *
 * <pre>
 * reads       a policy directory, adapter directories
 * writes      nothing
 * guarantees  a request keeps the adapter it began with, whatever is loaded or unloaded meanwhile
 * </pre>
 */
package io.molt.engine;
