/**
 * How connections are taken, and when they are given up.
 *
 * <pre>
 * reads       certificate and key; what connections do and do not do
 * writes      closed connections
 * guarantees  whoever says too little for too long loses its connection, also if it says a byte now and then; nobody
 *             whose request is being answered does
 * </pre>
 */
package io.molt.proxy.listen;
