/**
 * When weights may learn in mode {@code auto}: sleep hours, idle time, calendar events.
 *
 * <pre>
 * reads       a clock, the end of the topic turns, a calendar file or URL
 * writes      GATE_OPENED and GATE_CLOSED to the topic control
 * guarantees  the gate is written when it changes and when the driver starts; a driver that stops leaves it closed
 * limits      idle means that no agent sends turns; a calendar is read again after fifteen minutes
 * </pre>
 */
package io.molt.cli.gate;
