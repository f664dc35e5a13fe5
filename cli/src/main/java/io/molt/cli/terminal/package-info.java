/**
 * What commands draw while they work, and what they ask.
 *
 * <pre>
 * reads       standard input, where there is a terminal
 * writes      standard error
 * guarantees  where standard error is no terminal, lines and no control characters
 * </pre>
 */
package io.molt.cli.terminal;
