package io.molt.proxy.delivery;

import static java.util.Objects.requireNonNull;

/**
 * Whether turns are being recorded, and where.
 *
 * @param state what happens with a turn that comes now
 * @param spooledRecords that wait on disk for the broker
 * @param spooledBytes that they take on disk
 * @param dropped records that are lost, since the start
 * @param droppedLater of these, the ones that had counted as kept: they were in the spool, and the broker refuses them
 */
public record CaptureHealth(State state, long spooledRecords, long spooledBytes, long dropped, long droppedLater) {

    /** Everything reaches the broker, nothing was lost. */
    public static final CaptureHealth ONLINE = new CaptureHealth(State.ONLINE, 0, 0, 0, 0);

    /** What happens with a turn that comes now. */
    public enum State {
        /** It goes to the broker. */
        ONLINE,
        /** The broker is away: it goes to disk. */
        SPOOLING,
        /** The broker is back: it goes to disk, behind what is being brought to the broker. */
        DRAINING,
        /** There is no place on disk: it is lost. */
        FULL
    }

    public CaptureHealth {
        requireNonNull(state, "state");
    }

    /** The same where so many are known to be lost, wherever, beside those that had counted as kept. */
    public CaptureHealth withDropped(long known) {
        return new CaptureHealth(state, spooledRecords, spooledBytes, known + droppedLater, droppedLater);
    }
}
