/**
 * JSON bodies as bytes: where things stand in them, and how to change a few without touching the rest.
 *
 * <pre>
 * reads       the bytes that a client sent
 * writes      the same bytes with some places replaced
 * guarantees  pure; whatever is not edited stays byte for byte: the order of keys, the form of numbers, unknown fields
 * limits      UTF-8 only, nested {@value io.molt.proxy.body.JsonScan#DEEPEST} deep at most
 * </pre>
 */
package io.molt.proxy.body;
