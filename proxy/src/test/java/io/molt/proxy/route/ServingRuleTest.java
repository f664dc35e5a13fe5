package io.molt.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServingRuleTest {

    private static final NavigableMap<Long, String> VERSIONS =
            new TreeMap<>(Map.of(1L, "", 2L, "", 4L, "r1", 5L, "r2"));

    private static ControlRecord pin(String version, long atMillis) {
        return new ControlRecord("a", "p", ControlKind.PIN, Map.of("version", version), atMillis);
    }

    private static ControlRecord rollback(String id, long version, long atMillis) {
        return new ControlRecord("a", id, ControlKind.ROLLBACK, Map.of("version", String.valueOf(version)), atMillis);
    }

    @Test
    void the_newest_version_serves_when_nobody_says_otherwise() {
        assertThat(ServingRule.NEWEST.choose(VERSIONS)).contains(Choice.of(5));
        assertThat(ServingRule.NEWEST.choose(new TreeMap<>())).isEmpty();
    }

    @Test
    void the_newer_of_a_pin_and_a_rollback_counts_in_whatever_order_they_are_read() {
        ServingRule pinLast = ServingRule.NEWEST.after(rollback("r1", 2, 10)).after(pin("1", 20));
        ServingRule readLater = ServingRule.NEWEST.after(pin("1", 20)).after(rollback("r1", 2, 10));
        ServingRule rollbackLast = ServingRule.NEWEST.after(pin("1", 10)).after(rollback("r1", 2, 20));

        assertThat(pinLast.choose(VERSIONS)).contains(Choice.of(1));
        assertThat(readLater).isEqualTo(pinLast);
        assertThat(rollbackLast.choose(VERSIONS)).contains(Choice.of(4));
    }

    @Test
    void the_newest_rollback_leaves_versions_of_the_one_before_behind() {
        ServingRule rule = ServingRule.NEWEST.after(rollback("r1", 2, 10)).after(rollback("r3", 1, 30));

        assertThat(rule.choose(VERSIONS)).contains(Choice.of(1));
    }

    @Test
    void of_two_rollbacks_the_later_in_the_topic_counts_whatever_its_senders_clock_says() {
        ServingRule rule = ServingRule.NEWEST.after(rollback("r9", 4, 300_000)).after(rollback("r3", 1, 30));

        assertThat(rule.choose(VERSIONS)).contains(Choice.of(1));
    }

    @Test
    void a_rollback_to_a_version_that_does_not_exist_changes_nothing() {
        assertThat(ServingRule.NEWEST.after(rollback("r9", 20, 10)).choose(VERSIONS))
                .contains(Choice.of(5));
    }

    private static ControlRecord canary(Map<String, String> arguments) {
        return new ControlRecord("a", "c", ControlKind.PIN, arguments, 10);
    }

    @Test
    void a_pin_may_name_a_canary_beside_its_version() {
        ServingRule rule = ServingRule.NEWEST.after(canary(Map.of("version", "4", "canary", "5", "share", "10")));

        assertThat(rule.choose(VERSIONS)).contains(new Choice(4, Optional.of(new Canary(5, 10))));
        assertThat(rule.after(rollback("r9", 2, 20)).choose(VERSIONS)).contains(Choice.of(2));
        assertThat(rule.after(pin("latest", 20)).choose(VERSIONS)).contains(Choice.of(5));
    }

    @Test
    void a_canary_of_none_is_none_and_of_all_is_the_version_itself() {
        ServingRule none = ServingRule.NEWEST.after(canary(Map.of("version", "4", "canary", "5", "share", "0")));
        ServingRule all = ServingRule.NEWEST.after(canary(Map.of("version", "4", "canary", "5", "share", "100")));

        assertThat(none.choose(VERSIONS)).contains(Choice.of(4));
        assertThat(all.choose(VERSIONS)).contains(Choice.of(5));
    }

    @Test
    void a_canary_without_a_share_or_with_an_impossible_one_is_refused() {
        assertThatThrownBy(() -> ServingRule.NEWEST.after(canary(Map.of("version", "4", "canary", "5"))))
                .hasMessage("PIN c must name a share, but has ''");
        assertThatThrownBy(
                        () -> ServingRule.NEWEST.after(canary(Map.of("version", "4", "canary", "5", "share", "101"))))
                .hasMessage("PIN c must have a share of 0 to 100, but has 101");
        assertThatThrownBy(() -> ServingRule.NEWEST.after(canary(Map.of("version", "4", "canary", "0", "share", "10"))))
                .hasMessage("a canary is version 1 or later, but was 0");
    }
}
