/**
 * Text to tokens and back.
 *
 * <pre>
 * reads       tokenizer.json (byte-level BPE), conversations
 * writes      token ids, text, tokenizer.json of a newly trained vocabulary
 * guarantees  what somebody writes never becomes a special token; text cut into tokens and put together again is the
 *             same text; streamed text never holds half a character
 * limits      of chat templates, ChatML only
 * </pre>
 */
package io.molt.policy.text;
