package io.molt.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterSwapTest {

    private final List<String> calls = new ArrayList<>();
    private final List<String> live = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<AdapterServing> said = new ArrayList<>();
    private final RouteTable routes = new RouteTable();
    private float servedLogProb = -0.5f;
    private boolean down;
    private Runnable meanwhile = () -> {};
    private long now;

    private final ServingEngine engine = new ServingEngine() {
        @Override
        public void load(String policy, String path) throws IOException {
            calls.add("load " + policy + " " + path);
            if (down) {
                throw new IOException("down");
            }
        }

        @Override
        public void unload(String policy) {
            calls.add("unload " + policy);
        }

        @Override
        public Probe ask(String policy, Probe probe) {
            meanwhile.run();
            return new Probe(probe.prompt(), probe.tokenIds(), new float[] {servedLogProb});
        }
    };

    private final AdapterSwap swap = new AdapterSwap(
            engine,
            routes,
            new AdapterSwap.Setup(
                    version -> "/store/" + version.files().directory(),
                    BegunSessions.ONLY_OURS,
                    "here:8800",
                    () -> Instant.ofEpochMilli(now)),
            new SwapListener() {
                @Override
                public void live(Route route) {
                    live.add(route.policy());
                }

                @Override
                public void failed(String policy, String reason) {
                    failed.add(policy + " " + reason);
                }

                @Override
                public void said(AdapterServing serving) {
                    said.add(serving);
                }
            });

    private static AdapterVersion version(long version, VersionStatus status) {
        return version(version, status, "");
    }

    private static AdapterVersion version(long version, VersionStatus status, String rollback) {
        return new AdapterVersion(
                "a",
                version,
                new AdapterFiles("a/v" + version, List.of()),
                new StepReport(status, "", Map.of(), new Probe("molt probe", new int[] {1}, new float[] {-0.5f})),
                new Lineage(
                        version - 1,
                        version,
                        1,
                        List.of(),
                        new StepSettings(Method.COMBINED, LossName.PPO, 1, 1e-3, 0.05, 4, 8),
                        new FoldPoint(1, 1, 1, List.of(), 0, 0),
                        rollback),
                new Fingerprints("", "", "", ""));
    }

    private void learn(long version, VersionStatus status) {
        swap.record(version(version, status));
    }

    @Test
    void of_all_versions_that_were_there_before_only_the_newest_accepted_is_loaded() {
        learn(1, VersionStatus.ACCEPTED);
        learn(3, VersionStatus.ACCEPTED);
        learn(2, VersionStatus.ACCEPTED);
        learn(4, VersionStatus.REFUSED);
        learn(5, VersionStatus.SKIPPED);
        swap.idle();

        assertThat(calls).containsExactly("load a@v3 /store/a/v3");
        assertThat(live).containsExactly("a@v3");
        assertThat(routes.current("a").version()).isEqualTo(3);
    }

    @Test
    void the_version_before_is_unloaded_after_its_last_turn() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        Route inFlight = routes.begin("a", "s");
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();
        assertThat(calls).containsExactly("load a@v1 /store/a/v1", "load a@v2 /store/a/v2");

        routes.end(inFlight).ifPresent(swap::retire);
        swap.idle();

        assertThat(calls).last().isEqualTo("unload a@v1");
    }

    @Test
    void a_version_that_is_not_what_was_trained_is_not_routed_and_tried_again_later_and_later() {
        servedLogProb = -0.502f;
        learn(1, VersionStatus.ACCEPTED);
        for (now = 0; now < 4_000; now += 100) {
            swap.idle();
        }
        assertThat(live).isEmpty();
        assertThat(failed).containsOnly("a@v1 log-probability 0 differs").hasSize(4);

        servedLogProb = -0.5009f;
        now = 100_000;
        swap.idle();

        assertThat(live).containsExactly("a@v1");
    }

    @Test
    void an_engine_that_is_away_is_waited_for_while_the_old_version_serves() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        down = true;
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();
        assertThat(routes.begin("a", "s").policy()).isEqualTo("a@v1");

        down = false;
        now = 1_000;
        swap.idle();

        assertThat(live).containsExactly("a@v1", "a@v2");
    }

    @Test
    void a_newer_version_takes_the_place_of_one_that_fails() {
        down = true;
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        down = false;
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();

        assertThat(live).containsExactly("a@v2");
    }

    @Test
    void an_adapter_that_the_engine_has_lost_is_loaded_and_proved_again() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        calls.clear();

        swap.lost(routes.current("a"));
        swap.lost(routes.current("a"));
        swap.lost(new Route("a", 7, "a@v7", 0));
        swap.idle();

        assertThat(calls).containsExactly("load a@v1 /store/a/v1");
        assertThat(routes.current("a").version()).isEqualTo(1);
    }

    @Test
    void a_pinned_version_serves_until_the_pin_ends_whatever_is_newer() {
        learn(1, VersionStatus.ACCEPTED);
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();

        swap.command(command(ControlKind.PIN, "1", 10));
        learn(3, VersionStatus.ACCEPTED);
        swap.idle();
        swap.command(command(ControlKind.PIN, "latest", 20));
        swap.idle();

        assertThat(live).containsExactly("a@v2", "a@v1", "a@v3");
    }

    @Test
    void a_pin_that_is_known_before_the_versions_counts_from_the_first() {
        swap.command(command(ControlKind.PIN, "1", 10));
        swap.idle();
        learn(1, VersionStatus.ACCEPTED);
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();

        assertThat(live).containsExactly("a@v1");
    }

    @Test
    void after_a_rollback_only_versions_that_were_trained_after_it_take_over() {
        learn(1, VersionStatus.ACCEPTED);
        learn(2, VersionStatus.ACCEPTED);
        learn(3, VersionStatus.ACCEPTED);
        swap.idle();

        swap.command(command(ControlKind.ROLLBACK, "1", 10));
        swap.idle();
        learn(4, VersionStatus.ACCEPTED);
        swap.idle();
        swap.record(version(5, VersionStatus.ACCEPTED, "ROLLBACK 1 10"));
        swap.idle();

        assertThat(live).containsExactly("a@v3", "a@v1", "a@v5");
    }

    @Test
    void a_rollback_to_the_base_policy_needs_no_adapter() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();

        swap.command(command(ControlKind.ROLLBACK, "0", 10));
        swap.idle();

        assertThat(live).containsExactly("a@v1", "base");
        assertThat(routes.current("a").isBase()).isTrue();
        assertThat(calls).last().isEqualTo("unload a@v1");
    }

    @Test
    void a_command_that_names_no_version_or_an_unknown_one_leaves_serving_as_it_is() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();

        swap.command(command(ControlKind.PIN, "soon", 10));
        swap.command(command(ControlKind.PIN, "9", 20));
        swap.command(command(ControlKind.TRAIN_NOW, "0", 30));
        swap.idle();

        assertThat(live).containsExactly("a@v1");
    }

    @Test
    void versions_that_a_fork_has_left_behind_do_not_serve_any_more() {
        for (long version = 1; version <= 4; version++) {
            learn(version, VersionStatus.ACCEPTED);
        }
        swap.idle();

        swap.gone("a/3");
        swap.gone("a/4");
        swap.idle();
        swap.record(version(3, VersionStatus.ACCEPTED, "of another log"));
        swap.idle();

        assertThat(live).containsExactly("a@v4", "a@v2", "a@v3");
    }

    @Test
    void a_proxy_that_starts_after_a_fork_takes_only_versions_of_the_log_that_goes_on() {
        for (long version = 1; version <= 4; version++) {
            learn(version, VersionStatus.ACCEPTED);
        }
        swap.gone("a/3");
        swap.gone("a/4");
        swap.record(version(3, VersionStatus.ACCEPTED, "of another log"));
        swap.idle();

        assertThat(live).containsExactly("a@v3");
    }

    @Test
    void a_version_that_is_rolled_back_to_while_it_waits_to_be_unloaded_stays() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();
        swap.retire("a@v1");

        swap.command(command(ControlKind.ROLLBACK, "1", 10));
        calls.clear();
        swap.idle();

        assertThat(calls).doesNotContain("unload a@v1");
        assertThat(routes.current("a").version()).isEqualTo(1);
    }

    private static ControlRecord canary(long version, int share, long against) {
        return new ControlRecord(
                "a",
                "canary",
                ControlKind.PIN,
                Map.of("version", "" + against, "canary", "" + version, "share", "" + share),
                10);
    }

    @Test
    void a_canary_comes_in_when_both_versions_are_proved_and_goes_without_the_engine() {
        learn(1, VersionStatus.ACCEPTED);
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();
        calls.clear();

        swap.command(canary(2, 10, 1));
        learn(3, VersionStatus.ACCEPTED);
        assertThat(routes.current("a").version()).isEqualTo(2);
        swap.idle();

        assertThat(calls).containsExactly("load a@v1 /store/a/v1");
        assertThat(routes.current("a").version()).isEqualTo(1);
        assertThat(routes.canaries().get("a").canary().draw()).isEqualTo(new Canary(2, 10));

        swap.command(command(ControlKind.PIN, "1", 20));
        assertThat(routes.canaries()).isEmpty();
        swap.idle();
        assertThat(calls).last().isEqualTo("unload a@v2");
    }

    @Test
    void a_promoted_canary_answers_all_at_once() {
        learn(1, VersionStatus.ACCEPTED);
        learn(2, VersionStatus.ACCEPTED);
        swap.command(canary(2, 10, 1));
        swap.idle();
        calls.clear();

        swap.command(canary(2, 100, 1));

        assertThat(routes.current("a").version()).isEqualTo(2);
        assertThat(calls).isEmpty();
        swap.idle();
        assertThat(calls).containsExactly("unload a@v1");
    }

    @Test
    void a_canary_that_the_engine_refuses_leaves_all_sessions_where_they_are() {
        learn(1, VersionStatus.ACCEPTED);
        swap.command(command(ControlKind.PIN, "1", 5));
        swap.idle();
        down = true;
        learn(2, VersionStatus.ACCEPTED);
        swap.command(canary(2, 99, 1));
        swap.idle();

        assertThat(routes.canaries()).isEmpty();
        assertThat(routes.begin("a", "s").version()).isEqualTo(1);
        assertThat(swap.waiting()).isEqualTo(1);

        down = false;
        now = 1_000;
        swap.idle();
        assertThat(routes.canaries()).containsKey("a");
        assertThat(swap.waiting()).isZero();
    }

    @Test
    void what_the_engine_refuses_is_said_once_for_each_reason_and_again_when_it_serves() {
        down = true;
        learn(1, VersionStatus.ACCEPTED);
        for (now = 0; now < 4_000; now += 100) {
            swap.idle();
        }
        down = false;
        servedLogProb = -9;
        now = 100_000;
        swap.idle();
        servedLogProb = -0.5f;
        now = 200_000;
        swap.idle();

        assertThat(said)
                .containsExactly(
                        new AdapterServing("a", 1, false, "down", 1, "here:8800", 0),
                        new AdapterServing("a", 1, false, "log-probability 0 differs", 5, "here:8800", 100_000),
                        new AdapterServing("a", 1, true, "", 6, "here:8800", 200_000));
    }

    @Test
    void what_a_proxy_has_said_before_it_was_restarted_or_another_is_not_said_again_until_it_is_different() {
        swap.record(new AdapterServing("a", 1, false, "down", 7, "there:8800", 1));
        down = true;
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        assertThat(said).isEmpty();

        down = false;
        now = 1_000;
        swap.idle();
        assertThat(said).containsExactly(new AdapterServing("a", 1, true, "", 8, "here:8800", 1_000));
    }

    @Test
    void a_version_that_is_not_wanted_any_more_when_it_is_proved_is_taken_out_again() {
        learn(1, VersionStatus.ACCEPTED);
        swap.idle();
        meanwhile = () -> swap.command(command(ControlKind.PIN, "1", 10));
        learn(2, VersionStatus.ACCEPTED);
        swap.idle();

        assertThat(live).containsExactly("a@v1");
        assertThat(calls).last().isEqualTo("unload a@v2");
    }

    private static ControlRecord command(ControlKind kind, String version, long atMillis) {
        return new ControlRecord(
                "a", kind + " " + version + " " + atMillis, kind, Map.of("version", version), atMillis);
    }
}
