/**
 * A turn from its arrival to its end, without HTTP.
 *
 * <pre>
 * reads       requests and replies
 * writes      who answers, with which skills; the turn for the record
 * guarantees  every turn that was recorded as asked is recorded as ended, before its client can know that it has
 * </pre>
 */
package io.molt.proxy.turn;
