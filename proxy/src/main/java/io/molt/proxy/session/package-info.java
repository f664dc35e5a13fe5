/**
 * Which conversation a request belongs to, where its client does not say.
 *
 * <pre>
 * reads       the hashes of the messages of requests and replies, of this proxy and, by the topic turns, of others
 * writes      the session's id
 * guarantees  two conversations are never taken for one unless every message up to there is the same, or, of a history
 *             that was cut at its beginning, the last two replies and what they answered; a restart and
 *             other proxies beside this one change nothing, but for what the topic has not brought yet
 * limits      bounded: conversations that were not seen for long begin anew
 * </pre>
 */
package io.molt.proxy.session;
