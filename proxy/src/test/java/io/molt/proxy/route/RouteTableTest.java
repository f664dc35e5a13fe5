package io.molt.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private final RouteTable table = new RouteTable();

    private static Route version(long version) {
        return new Route("a", version, "a@v" + version, version);
    }

    @Test
    void an_agent_that_has_learned_nothing_is_answered_by_the_base() {
        assertThat(table.begin("a").policy()).isEqualTo("base");
        assertThat(table.routes()).isEmpty();
    }

    @Test
    void a_turn_in_flight_keeps_its_version_and_the_version_retires_when_it_ends() {
        table.flip(version(1));
        Route old = table.begin("a");

        assertThat(table.flip(version(2))).isEmpty();
        assertThat(table.begin("a").policy()).isEqualTo("a@v2");
        assertThat(old.policy()).isEqualTo("a@v1");
        assertThat(table.end(old)).contains("a@v1");
        assertThat(table.inFlight()).containsOnlyKeys("a@v2");
    }

    @Test
    void a_version_without_turns_retires_at_once_and_the_base_never() {
        assertThat(table.flip(version(1))).isEmpty();
        assertThat(table.flip(version(2))).contains("a@v1");
        assertThat(table.end(table.begin("b"))).isEmpty();
    }

    @Test
    void a_version_that_is_brought_back_while_its_last_turn_runs_does_not_retire() {
        table.flip(version(7));
        Route old = table.begin("a");
        table.flip(version(8));
        table.flip(version(7));

        assertThat(table.end(old)).isEmpty();
    }

    @Test
    void another_agents_route_stays() {
        table.flip(version(1));

        assertThat(table.begin("b").policy()).isEqualTo("base");
        assertThat(table.current("a")).isEqualTo(version(1));
    }

    @Test
    void ending_a_turn_twice_is_a_bug_and_says_so() {
        Route route = table.begin("a");
        table.end(route);

        assertThatThrownBy(() -> table.end(route)).hasMessage("more turns ended on base than began");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_version_but_the_last_retires_exactly_once_and_never_under_a_turn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Route> open = new ArrayList<>();
        List<String> retired = new ArrayList<>();
        long version = 0;
        for (int n = 0; n < 500; n++) {
            switch (random.nextInt(5)) {
                case 0 -> table.flip(version(++version)).ifPresent(retired::add);
                case 1, 2 -> open.add(table.begin("a"));
                default -> {
                    if (!open.isEmpty()) {
                        Route done = open.remove(random.nextInt(open.size()));
                        table.end(done).ifPresent(policy -> {
                            assertThat(open).extracting(Route::policy).doesNotContain(policy);
                            retired.add(policy);
                        });
                    }
                }
            }
        }
        open.forEach(route -> table.end(route).ifPresent(retired::add));

        assertThat(retired).doesNotHaveDuplicates().hasSize((int) version - 1).doesNotContain("a@v" + version);
    }
}
