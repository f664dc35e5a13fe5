/**
 * The public API as a client sees it.
 *
 * <pre>
 * reads       replies of a proxy, streamed
 * writes      chat requests
 * guarantees  no way into molt but HTTP; a reply that breaks off is an error
 * </pre>
 */
package io.molt.cli.client;
