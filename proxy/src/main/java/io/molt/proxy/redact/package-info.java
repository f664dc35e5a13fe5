/**
 * Takes secrets out of what is recorded.
 *
 * <pre>
 * reads       texts and JSON of messages, on the thread that records them
 * writes      the same with {@code [redacted:kind]} where a secret stood
 * guarantees  JSON stays JSON; time is linear in the text, whatever it says; what the upstream gets is not touched
 * limits      a secret without a form of its own is found only behind a name such as password, token or api_key
 * </pre>
 */
package io.molt.proxy.redact;
