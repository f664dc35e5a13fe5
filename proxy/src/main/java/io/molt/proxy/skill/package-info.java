/**
 * Which skills help with a conversation.
 *
 * <pre>
 * reads       the topic skills, handed in record by record
 * writes      for a conversation: the skills to inject, and the text that injects them
 * guarantees  pure but for the library's map; an agent gets its own skills and those of the shared pool, nobody else's
 * limits      relevance is by words (BM25), not by meaning
 * </pre>
 */
package io.molt.proxy.skill;
