package io.molt.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.request.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldBodiesTest {

    private static final Caller AMY = Caller.of("amy");
    private static final Caller BEN = Caller.of("ben");

    private final HeldBodies held = new HeldBodies(64);

    @Test
    void a_callers_only_body_may_take_what_is_free() {
        assertThat(held.take(AMY, 0, 40)).isTrue();
        assertThat(held.take(BEN, 0, 25)).isFalse();
        assertThat(held.take(BEN, 0, 20)).isTrue();
        assertThat(held.take(AMY, 40, 4)).isTrue();

        assertThat(held.bytes()).isEqualTo(64);
        assertThat(held.refused()).isEqualTo(1);
    }

    @Test
    void of_several_a_caller_takes_no_more_than_it_leaves() {
        assertThat(held.take(AMY, 0, 20)).isTrue();
        assertThat(held.take(AMY, 0, 13)).isFalse();
        assertThat(held.take(AMY, 0, 12)).isTrue();
        assertThat(held.take(AMY, 12, 1)).isFalse();
        assertThat(held.take(BEN, 0, 32)).isTrue();
    }

    @Test
    void a_place_that_is_given_back_is_everybodys() {
        held.take(AMY, 0, 64);
        held.giveBack(AMY, 64);

        assertThat(held.take(BEN, 0, 64)).isTrue();
        assertThat(held.callers()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoever_comes_and_goes_nothing_is_lost_and_nobody_has_too_much(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long most = 1 << 20;
        HeldBodies many = new HeldBodies(most);
        Map<String, List<Long>> bodies = new TreeMap<>();
        for (int step = 0; step < 5_000; step++) {
            String agent = "agent-" + random.nextInt(10);
            List<Long> own = bodies.computeIfAbsent(agent, unseen -> new ArrayList<>());
            if (random.nextInt(3) > 0) {
                long more = random.nextInt(1, 200_000);
                long free = most
                        - bodies.values().stream()
                                .mapToLong(HeldBodiesTest::sum)
                                .sum();
                boolean fits = own.isEmpty() ? more <= free : sum(own) + more <= free - more;
                assertThat(many.take(Caller.of(agent), 0, more)).isEqualTo(fits);
                if (fits) {
                    own.add(more);
                }
            } else if (!own.isEmpty()) {
                many.giveBack(Caller.of(agent), own.remove(random.nextInt(own.size())));
            }
        }
        bodies.forEach((agent, own) -> own.forEach(bytes -> many.giveBack(Caller.of(agent), bytes)));

        assertThat(many.bytes()).isZero();
        assertThat(many.callers()).isZero();
    }

    private static long sum(List<Long> bytes) {
        return bytes.stream().mapToLong(Long::longValue).sum();
    }
}
