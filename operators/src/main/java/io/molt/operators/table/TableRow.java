package io.molt.operators.table;

import java.util.Arrays;

/**
 * A row on its way to a file.
 *
 * @param eventId the same for the same row delivered twice
 * @param table one of {@link io.molt.schemas.table.Tables#ROWS}
 * @param day UTC date such as {@code 2026-11-21}, of the event
 * @param row bytes of the table's record, see {@link Rows#codec}
 */
public record TableRow(String eventId, String table, String day, byte[] row) {

    @Override
    public boolean equals(Object other) {
        return other instanceof TableRow that
                && eventId.equals(that.eventId)
                && table.equals(that.table)
                && day.equals(that.day)
                && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
        return eventId.hashCode();
    }
}
