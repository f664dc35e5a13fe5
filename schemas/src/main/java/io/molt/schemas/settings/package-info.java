/**
 * Typed settings out of the one settings file.
 *
 * <pre>
 * reads       dotted keys and texts
 * writes      values, or one message that names every problem
 * guarantees  a key that nobody reads is refused
 * </pre>
 */
package io.molt.schemas.settings;
