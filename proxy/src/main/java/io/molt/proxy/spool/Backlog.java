package io.molt.proxy.spool;

import java.util.Optional;

/** Records in order, each kept until it is drained. Used by one thread. */
public interface Backlog extends AutoCloseable {

    /** Puts a record behind all others. False if there is no place for it, or it cannot be written. */
    boolean append(SpoolRecord record);

    /** Makes what was appended survive a loss of power. False if that failed. */
    boolean sync();

    /** The next record that was not read yet; empty if all were. */
    Optional<SpoolRecord> next();

    /** Whether {@link #next} has nothing to give. */
    boolean isRead();

    /** So many of the oldest records that were read are needed no more. */
    void drained(int count);

    /** What was read and not drained is read again. */
    void rewind();

    /** How many wait to be drained. */
    long records();

    /** What they take, drained neighbours in the same files included. */
    long bytes();

    @Override
    void close();

    /** No place at all. */
    Backlog NONE = new Backlog() {

        @Override
        public boolean append(SpoolRecord record) {
            return false;
        }

        @Override
        public boolean sync() {
            return true;
        }

        @Override
        public Optional<SpoolRecord> next() {
            return Optional.empty();
        }

        @Override
        public boolean isRead() {
            return true;
        }

        @Override
        public void drained(int count) {}

        @Override
        public void rewind() {}

        @Override
        public long records() {
            return 0;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {}
    };
}
