package io.molt.proxy.delivery;

import static java.util.Objects.requireNonNull;

/**
 * Whether turns are being recorded, and where.
 *
 * @param state what happens with a turn that comes now
 * @param spooledRecords that wait on disk for the broker
 * @param spooledBytes that they take on disk
 * @param dropped records that are lost, since the start
 */
public record CaptureHealth(State state, long spooledRecords, long spooledBytes, long dropped) {

    /** Everything reaches the broker, nothing was lost. */
    public static final CaptureHealth ONLINE = new CaptureHealth(State.ONLINE, 0, 0, 0);

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

    /** The same with everything that was lost elsewhere too. */
    public CaptureHealth withDropped(long all) {
        return new CaptureHealth(state, spooledRecords, spooledBytes, all);
    }
}
