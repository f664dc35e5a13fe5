package io.molt.proxy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.CaptureHealth.State;
import io.molt.proxy.spool.Records;
import io.molt.proxy.spool.Spool;
import io.molt.proxy.spool.SpoolSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Brokers that come and go, memory and disk that are full, and processes that die, in any order that a seed gives. */
class DeliveryOrderTest {

    private static final List<SpoolSync> SYNCS =
            List.of(SpoolSync.INTERVAL, SpoolSync.NEVER, SpoolSync.INTERVAL, SpoolSync.ALWAYS);
    private static final int KEYS = 4;
    private static final int STEPS = 2000;
    private static final long MILLISECOND = 1_000_000;
    private static final long PATIENCE = 300 * MILLISECOND;
    private static final Delivery.Limits LIMITS = new Delivery.Limits(2000, PATIENCE);

    @TempDir
    private Path parent;

    private final Fates fates = new Fates();
    private int life;
    private Delivery delivery;
    private long now;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(20);
    }

    private void begin() throws IOException {
        SpoolSync sync = SYNCS.get(life % SYNCS.size());
        delivery = new Delivery(Spool.open(parent.resolve("life-" + life), 1 << 20), sync, LIMITS);
    }

    /** What a process that is killed leaves behind. */
    private void die() throws IOException {
        Path from = parent.resolve("life-" + life++);
        Path to = Files.createDirectories(parent.resolve("life-" + life));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        begin();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_was_kept_arrives_and_nothing_arrives_for_the_first_time_after_what_is_newer(long seed)
            throws IOException {
        Random random = new Random(seed);
        BrokerInMemory broker = new BrokerInMemory(random, (id, ending) -> delivery.ended(id, ending, now));
        begin();
        int number = 0;
        int inThisLife = 0;
        for (int step = 0; step < STEPS; step++) {
            now += MILLISECOND;
            int dice = random.nextInt(1000);
            if (dice < 500) {
                String value = number + " " + "x".repeat(random.nextInt(400));
                delivery.offer(Records.of("key-" + random.nextInt(KEYS), value), fates.of(String.valueOf(number)), now);
                number++;
            } else if (dice < 900) {
                broker.arrive(false);
            } else if (dice < 905) {
                broker.fail();
            } else if (dice < 920 && !delivery.isConnected()) {
                delivery.connected(broker.connect());
            } else if (dice >= 998) {
                die();
                inThisLife = number;
            }
            delivery.tick(now);
        }
        if (!delivery.isConnected()) {
            delivery.connected(broker.connect());
        }
        for (int i = 0; i < STEPS && delivery.isBusy(); i++) {
            now += PATIENCE / 3;
            broker.arrive(true);
            delivery.tick(now);
            if (!delivery.isConnected()) {
                delivery.connected(broker.connect());
            }
        }

        assertThat(delivery.health().state()).isEqualTo(State.ONLINE);
        List<Integer> arrived =
                broker.logs.values().stream().flatMap(List::stream).distinct().toList();
        assertThat(fates.kept.stream().map(Integer::valueOf))
                .as("kept, seed %d", seed)
                .isSubsetOf(arrived);
        assertThat(arrived.size() + fates.lost.size())
                .as("only deaths leave something without a fate")
                .isGreaterThanOrEqualTo(number - inThisLife);
        broker.logs.forEach((key, log) ->
                assertThat(log.stream().distinct()).as("%s, seed %d", key, seed).isSorted());
    }
}
