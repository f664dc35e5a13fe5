package io.molt.proxy.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.proxy.spool.Records;
import io.molt.proxy.spool.SpoolRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A broker with a partition per key; what is on its way arrives by chance, also after its line was closed, or never. */
final class BrokerInMemory {

    final Map<String, List<Integer>> logs = new TreeMap<>();
    private final List<Wire> wires = new ArrayList<>();
    private final Random random;
    private final Line.Listener listener;

    BrokerInMemory(Random random, Line.Listener listener) {
        this.random = random;
        this.listener = listener;
    }

    private record Flying(long id, int number) {}

    /** One connection. */
    final class Wire implements Line {
        private final Map<String, Deque<Flying>> flying = new LinkedHashMap<>();
        private boolean closed;

        @Override
        public boolean send(long id, SpoolRecord record) {
            flying.computeIfAbsent(new String(record.key(), UTF_8), unseen -> new ArrayDeque<>())
                    .add(new Flying(id, number(Records.value(record))));
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
            if (random.nextBoolean()) {
                flying.clear();
            }
        }
    }

    private static int number(String value) {
        return Integer.parseInt(value.substring(0, value.indexOf(' ')));
    }

    Wire connect() {
        Wire wire = new Wire();
        wires.add(wire);
        return wire;
    }

    /** The next record of some key arrives; whether the sender hears of it is luck, unless {@code all}. */
    void arrive(boolean all) {
        for (Wire wire : List.copyOf(wires)) {
            for (Map.Entry<String, Deque<Flying>> each : wire.flying.entrySet()) {
                while (!each.getValue().isEmpty() && (all || random.nextInt(3) == 0)) {
                    Flying next = each.getValue().remove();
                    logs.computeIfAbsent(each.getKey(), unseen -> new ArrayList<>())
                            .add(next.number());
                    if (all || random.nextInt(20) > 0) {
                        listener.ended(next.id(), Line.Ending.ACKNOWLEDGED);
                    }
                }
            }
        }
    }

    /** Some record on its way is said to have failed. */
    void fail() {
        for (Wire wire : List.copyOf(wires)) {
            wire.flying.values().stream()
                    .filter(queue -> !queue.isEmpty() && !wire.closed)
                    .findFirst()
                    .ifPresent(queue -> listener.ended(queue.peek().id(), Line.Ending.BROKEN));
        }
    }
}
