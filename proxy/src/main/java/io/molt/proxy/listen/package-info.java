/**
 * How connections are taken, and when they are given up.
 *
 * <pre>
 * reads       certificate and key; what connections do and do not do
 * writes      closed connections
 * guarantees  whoever says or reads too little for too long loses its connection, or its request where others share the
 *             connection, also if it says a byte now and then; nobody who waits for an answer does
 * </pre>
 */
package io.molt.proxy.listen;
