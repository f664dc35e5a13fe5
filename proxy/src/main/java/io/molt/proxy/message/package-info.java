/**
 * Messages as clients send and re-send them.
 *
 * <pre>
 * reads       one message in the form that chat has, as JSON
 * writes      its body, and two hashes: of what was sent, and of what stays the same when a client re-sends it
 * guarantees  pure; never fails on any JSON object
 * limits      a client that rewords a message in its history is not recognised
 * </pre>
 */
package io.molt.proxy.message;
