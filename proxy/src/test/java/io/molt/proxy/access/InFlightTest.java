package io.molt.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.request.Caller;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final Caller amy = Caller.of("amy");
    private final Caller bob = Caller.of("bob");

    @Test
    void each_caller_has_so_many_at_once_and_no_more() {
        InFlight inFlight = new InFlight(2);

        assertThat(inFlight.enter(amy)).isTrue();
        assertThat(inFlight.enter(Caller.of("amy"))).isTrue();
        assertThat(inFlight.enter(amy)).isFalse();
        assertThat(inFlight.enter(bob)).isTrue();
        inFlight.leave(amy);
        assertThat(inFlight.enter(amy)).isTrue();
    }

    @Test
    void whoever_has_left_is_forgotten_also_when_many_come_and_go_at_once() throws Exception {
        InFlight inFlight = new InFlight(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(8);
        IntStream.range(0, 8).forEach(thread -> new Thread(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        if (inFlight.enter(amy)) {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            now.decrementAndGet();
                            inFlight.leave(amy);
                        }
                    }
                    done.countDown();
                })
                .start());
        done.await();

        assertThat(most.get()).isBetween(1, 3);
        assertThat(inFlight.callers()).isZero();
    }
}
