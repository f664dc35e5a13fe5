package io.molt.operators.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Many made-up histories on a virtual clock. {@code -Dmolt.drill.sessions} says how many; a failure names its seed, and
 * {@code -Dmolt.drill.seed} runs that one alone.
 */
class OrderDrillTest {

    private static final int THREADS = 2;

    @Test
    void no_order_of_arrival_pairs_what_did_not_follow_or_leaves_a_turn_without_its_entry() throws Exception {
        Long alone = Long.getLong("molt.drill.seed");
        if (alone != null) {
            drill(alone);
            return;
        }
        long sessions = Long.getLong("molt.drill.sessions", 20_000);
        long began = System.nanoTime();
        AtomicLong next = new AtomicLong();
        AtomicLong paired = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            done.add(threads.submit(() -> {
                for (long seed = next.getAndIncrement(); seed < sessions; seed = next.getAndIncrement()) {
                    paired.addAndGet(drill(seed));
                }
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        threads.shutdown();

        System.out.println("order drill: " + sessions + " sessions, " + paired + " turns paired, "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms");
        assertThat(paired.get()).isGreaterThan(sessions);
    }

    private static int drill(long seed) {
        try {
            return new Drill(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("history of seed " + seed + ", run it with -Dmolt.drill.seed=" + seed, e);
        }
    }
}
