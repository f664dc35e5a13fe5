package io.molt.proxy.delivery;

import io.molt.proxy.spool.SpoolRecord;

/** A connection to the broker. Records of one key arrive in the order in which they are sent. */
public interface Line extends AutoCloseable {

    /** How a record that was sent has ended. */
    enum Ending {
        ACKNOWLEDGED,
        /** The broker takes others, but never this one. */
        REFUSED,
        /** The broker has not answered, or not well; the line is of no more use. */
        BROKEN
    }

    /** Hears, on any thread, how each record that was sent has ended. */
    interface Listener {
        void ended(long id, Ending ending);
    }

    /**
     * Sends a record without waiting for its end.
     *
     * @param id by which the listener hears of it
     * @return false if the line is of no more use
     */
    boolean send(long id, SpoolRecord record);

    /** Drops the line without waiting; records on their way may still arrive. */
    @Override
    void close();
}
