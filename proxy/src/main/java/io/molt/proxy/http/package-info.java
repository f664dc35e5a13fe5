/**
 * HTTP, both ways: clients in front, the upstream behind.
 *
 * <pre>
 * reads       requests of chat, Responses and Messages clients
 * writes      the upstream's answers, as they come or translated; a turn for the record
 * guarantees  a client that hangs up cancels its turn upstream; an answer that breaks off never ends cleanly;
 *             every turn that was recorded as asked is recorded as ended
 * </pre>
 */
package io.molt.proxy.http;
