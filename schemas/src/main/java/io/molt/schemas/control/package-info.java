/**
 * Settings and commands for agents.
 *
 * <pre>
 * reads       -
 * writes      the topic control
 * guarantees  a command counts once
 * </pre>
 */
package io.molt.schemas.control;
