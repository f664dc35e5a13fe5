/**
 * What the proxy records of a turn.
 *
 * <pre>
 * reads       -
 * writes      the topic turns
 * guarantees  a body travels once per session segment; a reply follows its request
 * </pre>
 */
package io.molt.schemas.turn;
