/**
 * Who may talk, and as which agent.
 *
 * <pre>
 * reads       the file of client keys, again whenever it changes; the credentials of a request
 * writes      a caller: one whose key is known, one who brings a key for the upstream, or one who is refused
 * guarantees  keys are kept as hashes only; how long a refusal takes says nothing about which keys there are; a key of
 *             molt's own never goes on to an upstream
 * </pre>
 */
package io.molt.proxy.access;
