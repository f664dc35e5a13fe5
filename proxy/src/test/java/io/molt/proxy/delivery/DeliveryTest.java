package io.molt.proxy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.CaptureHealth.State;
import io.molt.proxy.delivery.Line.Ending;
import io.molt.proxy.spool.Backlog;
import io.molt.proxy.spool.Records;
import io.molt.proxy.spool.Spool;
import io.molt.proxy.spool.SpoolSync;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Delivery.Limits LIMITS = new Delivery.Limits(1000, 3 * SECOND);

    @TempDir
    private Path directory;

    private final Fates fates = new Fates();
    private final RecordedLine line = new RecordedLine();
    private final RecordedLine second = new RecordedLine();
    private Delivery delivery;

    @BeforeEach
    void connect() throws IOException {
        delivery = new Delivery(Spool.open(directory, 1 << 20), SpoolSync.ALWAYS, LIMITS);
        delivery.connected(line);
    }

    private void offer(long nowNanos, String... values) {
        for (String value : values) {
            delivery.offer(Records.of("k", value), fates.of(value), nowNanos);
        }
        delivery.tick(nowNanos);
    }

    private void acknowledge(RecordedLine on, int... which) {
        for (int each : which) {
            delivery.ended(on.ids.get(each), Ending.ACKNOWLEDGED, 0);
        }
        delivery.tick(0);
    }

    @Test
    void a_record_is_kept_when_the_broker_says_so_and_not_before() {
        offer(0, "a", "b");
        assertThat(line.values).containsExactly("a", "b");
        assertThat(fates.kept).isEmpty();

        acknowledge(line, 0);

        assertThat(fates.kept).containsExactly("a");
        assertThat(delivery.health().state()).isEqualTo(State.ONLINE);
    }

    @Test
    void what_a_silent_broker_has_not_acknowledged_goes_to_disk_before_what_is_newer() {
        offer(0, "a", "b", "c");
        acknowledge(line, 1);
        delivery.tick(3 * SECOND);
        offer(4 * SECOND, "d");

        assertThat(line.closed).isTrue();
        assertThat(delivery.health())
                .isEqualTo(
                        new CaptureHealth(State.SPOOLING, 3, delivery.health().spooledBytes(), 0, 0));
        assertThat(fates.kept).containsExactly("b", "a", "c", "d");
        delivery.connected(second);
        delivery.tick(5 * SECOND);
        assertThat(second.values).containsExactly("a", "c", "d");
    }

    @Test
    void a_line_that_breaks_or_refuses_to_send_costs_nothing() {
        offer(0, "a");
        delivery.ended(line.ids.get(0), Ending.BROKEN, 0);
        offer(0, "b");
        second.refuses = true;
        delivery.connected(second);
        delivery.tick(0);
        RecordedLine third = new RecordedLine();
        delivery.connected(third);
        delivery.tick(0);

        assertThat(second.closed).isTrue();
        assertThat(third.values).containsExactly("a", "b");
    }

    @Test
    void while_the_spool_is_drained_what_is_new_goes_behind_it_and_then_straight_to_the_broker() {
        delivery.ended(-1, Ending.BROKEN, 0); // of a line that is no more
        offer(0, "x".repeat(1000), "y".repeat(1000), "z".repeat(1000));
        assertThat(line.values).as("no more than memory may hold").hasSize(1);
        assertThat(delivery.health().state()).isEqualTo(State.DRAINING);
        offer(0, "a");
        acknowledge(line, 0);
        acknowledge(line, 1);
        acknowledge(line, 2);
        offer(0, "b");
        acknowledge(line, 3, 4);

        assertThat(line.values.subList(1, 5)).containsExactly("y".repeat(1000), "z".repeat(1000), "a", "b");
        assertThat(delivery.health()).isEqualTo(CaptureHealth.ONLINE);
        assertThat(fates.kept).hasSize(5);
    }

    @Test
    void what_went_to_disk_since_memory_was_full_does_not_overtake_what_memory_held() {
        offer(0, "x".repeat(1000), "y".repeat(1000));
        delivery.ended(line.ids.get(0), Ending.BROKEN, 0);
        delivery.connected(second);
        delivery.tick(0);
        acknowledge(second, 0);

        assertThat(second.values).containsExactly("x".repeat(1000), "y".repeat(1000));
    }

    @Test
    void a_full_spool_loses_the_newest_and_says_so_until_there_is_room() {
        delivery.ended(-1, Ending.BROKEN, 0);
        offer(0, "first");
        delivery.ended(line.ids.get(0), Ending.BROKEN, 0);
        String large = "x".repeat(300_000);
        offer(0, "1" + large, "2" + large, "3" + large, "4" + large);

        assertThat(fates.lost).containsExactly("4" + large);
        assertThat(delivery.health().state()).isEqualTo(State.FULL);
        assertThat(delivery.health().dropped()).isEqualTo(1);
        delivery.connected(second);
        delivery.tick(0);
        for (int i = 0; i < 4; i++) {
            acknowledge(second, i);
        }
        assertThat(second.values.stream().map(value -> value.charAt(0))).containsExactly('f', '1', '2', '3');
        assertThat(delivery.health()).isEqualTo(new CaptureHealth(State.ONLINE, 0, 0, 1, 0));
    }

    @Test
    void a_record_that_the_broker_never_takes_is_lost_and_the_others_go_on() {
        offer(0, "bad", "good");

        delivery.ended(line.ids.get(0), Ending.REFUSED, 0);
        acknowledge(line, 1);

        assertThat(fates.lost).containsExactly("bad");
        assertThat(fates.kept).containsExactly("good");
        assertThat(delivery.isConnected()).isTrue();
    }

    @Test
    void without_a_spool_a_record_waits_until_all_of_it_fits_into_memory() {
        Delivery bare = new Delivery(Backlog.NONE, SpoolSync.NEVER, LIMITS);
        bare.connected(second);
        bare.offer(Records.of("k", "x".repeat(900)), fates.of("x"), 0);

        assertThat(bare.hasRoomFor(Records.of("k", "y".repeat(50)))).isTrue();
        assertThat(bare.hasRoomFor(Records.of("k", "y".repeat(200)))).isFalse();
    }

    @Test
    void a_record_out_of_the_spool_that_the_broker_never_takes_is_counted_as_lost_though_it_counted_as_kept() {
        delivery.ended(-1, Ending.BROKEN, 0);
        offer(0, "first");
        delivery.ended(line.ids.get(0), Ending.BROKEN, 0);
        offer(0, "bad");
        delivery.connected(second);
        delivery.tick(0);

        delivery.ended(second.ids.get(1), Ending.REFUSED, 0);

        assertThat(fates.kept).containsExactly("first", "bad");
        assertThat(delivery.health().dropped()).isEqualTo(1);
        assertThat(delivery.health().withDropped(5).dropped()).isEqualTo(6);
    }

    @Test
    void a_disk_on_which_nothing_can_be_read_again_breaks_nothing() {
        Deaf disk = new Deaf();
        Delivery beside = new Delivery(disk, SpoolSync.NEVER, LIMITS);
        beside.connected(second);
        beside.offer(Records.of("k", "x".repeat(900)), fates.of("x"), 0);
        beside.offer(Records.of("k", "y".repeat(200)), fates.of("y"), 0);
        beside.ended(second.ids.get(0), Ending.ACKNOWLEDGED, 0);
        beside.tick(0);

        assertThat(fates.kept).containsExactly("x");
        assertThat(fates.lost).containsExactly("y");
        assertThat(disk.drained).isZero();
    }

    @Test
    void a_record_in_the_spool_is_kept_once_it_is_synced() throws IOException {
        Delivery seldom = new Delivery(Spool.open(directory.resolve("seldom"), 1 << 20), SpoolSync.INTERVAL, LIMITS);
        seldom.offer(Records.of("k", "a"), fates.of("a"), 0);
        seldom.tick(SECOND / 50);
        assertThat(fates.kept).isEmpty();
        seldom.tick(SECOND / 20);
        assertThat(fates.kept).containsExactly("a");

        Delivery never = new Delivery(Spool.open(directory.resolve("never"), 1 << 20), SpoolSync.NEVER, LIMITS);
        never.offer(Records.of("k", "b"), fates.of("b"), 0);
        assertThat(fates.kept).containsExactly("a", "b");
    }

    @Test
    void without_a_spool_senders_wait_while_memory_is_full_and_an_outage_loses_what_was_sent() {
        Delivery bare = new Delivery(Backlog.NONE, SpoolSync.NEVER, LIMITS);
        bare.connected(second);
        bare.offer(Records.of("k", "x".repeat(1000)), fates.of("x"), 0);
        assertThat(bare.hasRoomFor(Records.of("k", "y"))).isFalse();

        bare.tick(3 * SECOND);

        assertThat(bare.hasRoomFor(Records.of("k", "y"))).isTrue();
        assertThat(fates.lost).containsExactly("x");
        assertThat(bare.health()).isEqualTo(new CaptureHealth(State.FULL, 0, 0, 1, 0));
    }

    @Test
    void at_the_end_what_was_not_acknowledged_stays_for_the_next_life() throws IOException {
        offer(0, "a", "b");
        acknowledge(line, 0);
        delivery.end(0);

        Delivery next = new Delivery(Spool.open(directory, 1 << 20), SpoolSync.ALWAYS, LIMITS);
        next.connected(second);
        next.offer(Records.of("k", "c"), fates.of("c"), 0);
        next.tick(0);

        assertThat(second.values).containsExactly("b", "c");
    }
}
