/**
 * Histories of other programs become turns.
 *
 * <pre>
 * reads       session files line by line, one session at a time; which turns the tables and the topic turns have already
 * writes      the topic turns, through the proxy's own recorder: bodies once per session, keyframes, chunks
 * guarantees  the same file gives the same ids, so that importing it again adds nothing; what cannot be read is named by
 *             file and line, and the rest is imported; an imported session never shares its name with a live one
 * limits      a line above 32 MiB and what follows the first 128 MiB of a session are left out; no system prompts, tokens or
 *             log-probabilities are in such files, so that imported turns are judged and make skills, and never train
 * </pre>
 */
package io.molt.cli.imports;
