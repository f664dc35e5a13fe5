/**
 * What a client asks of the policy.
 *
 * <pre>
 * reads       the body of a chat completion request
 * writes      the request, checked
 * guarantees  pure; a bad request is refused with the name of the field; unknown fields are ignored
 * limits      one choice, text only; tools are not rendered
 * </pre>
 */
package io.molt.engine.request;
