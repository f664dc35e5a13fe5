package io.molt.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private final RouteTable table = new RouteTable();

    private static Route version(long version) {
        return new Route("a", version, "a@v" + version, version);
    }

    private List<String> flip(Route route) {
        return table.flip(Serving.of(route));
    }

    @Test
    void an_agent_that_has_learned_nothing_is_answered_by_the_base() {
        assertThat(table.begin("a", "s").policy()).isEqualTo("base");
        assertThat(table.routes()).isEmpty();
    }

    @Test
    void a_turn_in_flight_keeps_its_version_and_the_version_retires_when_it_ends() {
        flip(version(1));
        Route old = table.begin("a", "s");

        assertThat(flip(version(2))).isEmpty();
        assertThat(table.begin("a", "s").policy()).isEqualTo("a@v2");
        assertThat(old.policy()).isEqualTo("a@v1");
        assertThat(table.end(old)).contains("a@v1");
        assertThat(table.inFlight()).containsOnlyKeys("a@v2");
    }

    @Test
    void a_version_without_turns_retires_at_once_and_the_base_never() {
        assertThat(flip(version(1))).isEmpty();
        assertThat(flip(version(2))).containsExactly("a@v1");
        assertThat(table.end(table.begin("b", "s"))).isEmpty();
    }

    @Test
    void a_version_that_is_brought_back_while_its_last_turn_runs_does_not_retire() {
        flip(version(7));
        Route old = table.begin("a", "s");
        flip(version(8));
        flip(version(7));

        assertThat(table.end(old)).isEmpty();
    }

    @Test
    void another_agents_route_stays() {
        flip(version(1));

        assertThat(table.begin("b", "s").policy()).isEqualTo("base");
        assertThat(table.current("a")).isEqualTo(version(1));
    }

    @Test
    void ending_a_turn_twice_is_a_bug_and_says_so() {
        Route route = table.begin("a", "s");
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
                case 0 -> retired.addAll(flip(version(++version)));
                case 1, 2 -> open.add(table.begin("a", "s"));
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

    private void canary(long main, long version, int share) {
        Serving.Some canary = new Serving.Some(version(version), new Canary(version, share));
        table.flip(new Serving(version(main), Optional.of(canary)));
    }

    private Map<String, Long> versions(int sessions) {
        Map<String, Long> versions = new TreeMap<>();
        for (int n = 0; n < sessions; n++) {
            Route route = table.begin("a", "s" + n);
            versions.put("s" + n, route.version());
            table.end(route);
        }
        return versions;
    }

    @Test
    void a_canary_draws_only_sessions_that_begin() {
        flip(version(7));
        versions(100);
        canary(7, 9, 50);

        assertThat(versions(100).values()).containsOnly(7L);
        assertThat(versions(300).values()).contains(9L);
    }

    @Test
    void a_session_stays_where_it_began_whatever_becomes_of_the_share_until_the_canary_ends() {
        canary(7, 9, 30);
        Map<String, Long> begun = versions(200);
        assertThat(begun.values()).contains(7L, 9L);

        for (int share : new int[] {80, 99, 1}) {
            canary(7, 9, share);
            assertThat(versions(200)).isEqualTo(begun);
        }

        flip(version(9));
        assertThat(versions(200).values()).containsOnly(9L);
    }

    @Test
    void when_a_canary_is_called_off_all_its_sessions_go_back() {
        canary(7, 9, 50);
        versions(100);

        assertThat(flip(version(7))).containsExactly("a@v9");
        assertThat(versions(100).values()).containsOnly(7L);
    }

    @Test
    void what_another_proxy_has_served_counts_as_begun_there() {
        canary(7, 9, 1);
        for (int n = 0; n < 100; n++) {
            table.served("a", "s" + n, n < 50 ? 9 : 7);
            table.served("a", "s" + n, 0); // an engine had lost its adapters
        }

        Map<String, Long> versions = versions(100);

        for (int n = 0; n < 100; n++) {
            assertThat(versions).containsEntry("s" + n, n < 50 ? 9L : 7L);
        }
    }

    @Test
    void a_canary_says_what_it_has_answered_since_its_share_changed() {
        canary(7, 9, 50);
        versions(100);
        canary(7, 9, 60);
        long canarys =
                versions(100).values().stream().filter(version -> version == 9).count();

        RouteTable.CanaryTurns turns = table.canaries().get("a");

        assertThat(turns.canary().draw()).isEqualTo(new Canary(9, 60));
        assertThat(turns.byCanary()).isEqualTo(canarys).isPositive();
        assertThat(turns.byMain()).isEqualTo(100 - canarys);
        flip(version(7));
        assertThat(table.canaries()).isEmpty();
    }
}
