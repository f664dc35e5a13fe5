package io.molt.proxy.delivery;

import io.molt.proxy.spool.Records;
import io.molt.proxy.spool.SpoolRecord;
import java.util.ArrayList;
import java.util.List;

/** A line that remembers what was sent on it. */
final class RecordedLine implements Line {

    final List<Long> ids = new ArrayList<>();
    final List<String> values = new ArrayList<>();
    boolean closed;
    boolean refuses;

    @Override
    public boolean send(long id, SpoolRecord record) {
        if (refuses) {
            return false;
        }
        ids.add(id);
        values.add(Records.value(record));
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
