/**
 * From tokens to an answer.
 *
 * <pre>
 * reads       tokens with log-probabilities, as the decoder chooses them
 * writes      the text that may be shown, and the JSON of answers and chunks in OpenAI's form
 * guarantees  pure; half a character or half a stop text is never shown
 * </pre>
 */
package io.molt.engine.reply;
