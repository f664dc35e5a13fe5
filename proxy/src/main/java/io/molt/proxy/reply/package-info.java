/**
 * What the upstream answers.
 *
 * <pre>
 * reads       the bytes of an answer, whole or as server-sent events
 * writes      the same for the client, without what only molt had asked for; the reply is read along for the record
 * guarantees  pure; no event is added, merged or reordered; an answer without finish reason never counts as whole
 * </pre>
 */
package io.molt.proxy.reply;
