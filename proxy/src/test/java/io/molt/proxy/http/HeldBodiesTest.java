package io.molt.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.request.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldBodiesTest {

    private static final Caller AMY = Caller.of("amy");
    private static final Caller BEN = Caller.of("ben");

    private final HeldBodies held = new HeldBodies(64);

    @Test
    void one_caller_holds_half_and_the_next_finds_a_place() {
        assertThat(held.take(AMY, 32)).isTrue();
        assertThat(held.take(AMY, 1)).isFalse();
        assertThat(held.take(BEN, 16)).isTrue();
        assertThat(held.take(BEN, 1)).isFalse();

        assertThat(held.bytes()).isEqualTo(48);
        assertThat(held.refused()).isEqualTo(2);
    }

    @Test
    void a_place_that_is_given_back_is_everybodys() {
        held.take(AMY, 32);
        held.giveBack(AMY, 32);

        assertThat(held.take(BEN, 32)).isTrue();
        assertThat(held.callers()).isEqualTo(1);
    }

    @Test
    void whoever_comes_and_goes_all_fit_and_a_newcomer_has_a_place() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        HeldBodies many = new HeldBodies(1 << 20);
        Map<Caller, List<Long>> taken = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Caller caller = Caller.of("agent-" + random.nextInt(10));
            List<Long> own = taken.computeIfAbsent(caller, unseen -> new ArrayList<>());
            if (random.nextInt(3) > 0) {
                long more = 1_000L + random.nextInt(100_000);
                boolean fits = more <= many.left(caller);
                assertThat(many.take(caller, more)).isEqualTo(fits);
                if (fits) {
                    own.add(more);
                }
            } else if (!own.isEmpty()) {
                many.giveBack(caller, own.remove(random.nextInt(own.size())));
            }
            assertThat(many.bytes())
                    .isEqualTo(taken.values().stream()
                            .flatMap(List::stream)
                            .mapToLong(Long::longValue)
                            .sum());
            assertThat(many.left(Caller.of("newcomer"))).isPositive();
        }
        taken.forEach((caller, own) -> own.forEach(bytes -> many.giveBack(caller, bytes)));

        assertThat(many.callers()).isZero();
    }
}
