package io.molt.proxy.delivery;

import io.molt.proxy.spool.Backlog;
import io.molt.proxy.spool.SpoolRecord;
import java.util.Optional;

/** A disk that takes everything and gives nothing back. */
final class Deaf implements Backlog {

    int drained;

    @Override
    public boolean append(SpoolRecord record) {
        return true;
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
    public void drained(int count) {
        drained += count;
    }

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
}
