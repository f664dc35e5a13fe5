/**
 * Turns what travelled into rows.
 *
 * <pre>
 * reads       every topic
 * writes      rows of the tables, each event once
 * guarantees  nothing readable is left out; an event delivered twice is one row
 * limits      the same event again after the memory of {@link io.molt.operators.table.DropDuplicates} is a second row
 * </pre>
 */
package io.molt.operators.table;
