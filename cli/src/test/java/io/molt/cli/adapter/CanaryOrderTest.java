package io.molt.cli.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.proxy.route.Canary;
import io.molt.proxy.route.Choice;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CanaryOrderTest {

    private static final NavigableMap<Long, AdapterVersion> VERSIONS = new TreeMap<>(Map.of(
            7L, Manifests.version(7),
            8L, Manifests.version(8),
            9L, Manifests.version(9)));

    private static CanaryOrder order(long version, int share, Choice now) {
        return CanaryOrder.of(Manifests.version(version), share, Optional.empty(), now);
    }

    private static Choice serving(Map<String, String> pin) {
        return WhoServes.of(List.of(new ControlRecord("a", "c", ControlKind.PIN, pin, 1)), List.of())
                .of("a", VERSIONS);
    }

    @Test
    void a_canary_of_the_newest_runs_against_the_version_that_it_was_trained_from() {
        Choice now = WhoServes.of(List.of(), List.of()).of("a", VERSIONS);
        CanaryOrder order = order(9, 10, now);

        assertThat(order.arguments()).isEqualTo(Map.of("version", "8", "canary", "9", "share", "10"));
        assertThat(order).hasToString("v9 serves 10 % of the sessions that begin, v8 all others");
        assertThat(order.served()).containsExactly(9L, 8L);
    }

    @Test
    void a_canary_runs_against_the_pinned_version_and_its_share_can_be_changed() {
        Choice pinned = serving(Map.of("version", "7"));
        CanaryOrder order = order(9, 10, pinned);
        assertThat(order.against()).isEqualTo(7);

        Choice running = serving(order.arguments());
        assertThat(running).isEqualTo(new Choice(7, Optional.of(new Canary(9, 10))));
        assertThat(order(9, 30, running).arguments()).isEqualTo(Map.of("version", "7", "canary", "9", "share", "30"));
    }

    @Test
    void at_a_hundred_it_serves_all_and_at_none_the_other_does() {
        Choice running = serving(Map.of("version", "7", "canary", "9", "share", "10"));

        assertThat(order(9, 100, running).arguments()).isEqualTo(Map.of("version", "9"));
        assertThat(order(9, 0, running).arguments()).isEqualTo(Map.of("version", "7"));
        assertThat(order(9, 0, running)).hasToString("v7 serves until it is unpinned");
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Choice now = Choice.of(9);

        assertThatThrownBy(() -> order(9, 101, now)).hasMessage("--share must be from 0 to 100, but was 101");
        assertThatThrownBy(() -> order(8, 0, now)).hasMessage("a@v8 is no canary now");
        assertThatThrownBy(() -> CanaryOrder.of(Manifests.version(9), 10, Optional.of(9L), now))
                .hasMessage("--against must be another version than 9");
    }

    @Test
    void a_version_counts_as_refused_until_a_proxy_says_that_it_serves() {
        AdapterServing refused = new AdapterServing("a", 9, false, "tokens differ", 3, "here:8800", 5);
        AdapterServing served = new AdapterServing("a", 9, true, "", 4, "here:8800", 6);

        assertThat(WhoServes.of(List.of(), List.of(refused)).refused(Manifests.version(9)))
                .contains(refused);
        assertThat(WhoServes.of(List.of(), List.of(refused, served)).refused(Manifests.version(9)))
                .isEmpty();
        assertThat(WhoServes.of(List.of(), List.of(refused)).refused(Manifests.version(8)))
                .isEmpty();
    }
}
