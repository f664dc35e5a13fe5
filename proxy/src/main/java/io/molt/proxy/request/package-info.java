/**
 * What a client asks, and who it is.
 *
 * <pre>
 * reads       headers and body of a request, in any dialect
 * writes      the request, checked; who is talking; the request as the upstream shall get it
 * guarantees  pure; a bad request is refused with the name of the field; what nobody edits is forwarded byte for byte
 * </pre>
 */
package io.molt.proxy.request;
