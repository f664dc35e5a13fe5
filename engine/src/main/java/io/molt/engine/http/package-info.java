/**
 * HTTP in front of the decoder.
 *
 * <pre>
 * reads       requests in OpenAI's dialect, adapter loads and unloads in vLLM's
 * writes      answers, whole or token by token
 * guarantees  at most so many replies at once, so many more wait, the rest is told to come again;
 *             a client that hangs up frees its thread at the next token
 * </pre>
 */
package io.molt.engine.http;
