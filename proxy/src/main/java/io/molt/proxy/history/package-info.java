/**
 * The messages of a request, whatever its dialect.
 *
 * <pre>
 * reads       a scanned body
 * writes      its messages in molt's one form, each with the hashes by which it is found again
 * guarantees  nothing is read before it is needed; a message that was read before is recognised by its bytes
 * </pre>
 */
package io.molt.proxy.history;
