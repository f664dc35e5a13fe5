/**
 * The three dialects of clients, read into one form: chat messages as JSON.
 *
 * <pre>
 * reads       messages and items that clients send, and answers of upstreams, of Anthropic's and OpenAI's APIs
 * writes      chat messages; an answer put together from a stream and the same answer sent again by its client match
 * guarantees  pure; never fails on any JSON; a block of an unknown kind stays as a part of its message
 * limits      signatures and encrypted reasoning are not kept; neither are cache marks, annotations and item ids
 * </pre>
 */
package io.molt.proxy.dialect;
