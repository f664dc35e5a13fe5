/**
 * Commands to agents: modes, training now.
 *
 * <pre>
 * reads       stack.properties of the home directory; the topic control
 * writes      the topic control
 * guarantees  a command is acknowledged by Kafka before it is reported as sent
 * </pre>
 */
package io.molt.cli.control;
