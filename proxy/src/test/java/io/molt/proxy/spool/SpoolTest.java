package io.molt.proxy.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path parent;

    private Path directory;

    @BeforeEach
    void chooseDirectory() {
        directory = parent.resolve("spool");
    }

    private static List<SpoolRecord> numbered(int from, int to) {
        List<SpoolRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(Records.of("k" + i % 3, "v" + i + " ".repeat(i)));
        }
        return records;
    }

    private static void appendAll(Spool spool, List<SpoolRecord> records) {
        records.forEach(record -> assertThat(spool.append(record)).isTrue());
    }

    @Test
    void records_come_back_in_order_from_several_files_and_after_a_restart() throws IOException {
        List<SpoolRecord> all = numbered(0, 1000);
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, all.subList(0, 600));
            assertThat(spool.records()).isEqualTo(600);
        }

        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            assertThat(spool.records()).isEqualTo(600);
            appendAll(spool, all.subList(600, 1000));
            assertThat(Records.rest(spool)).isEqualTo(all);
            assertThat(spool.isRead()).isTrue();
        }
    }

    @Test
    void what_is_drained_does_not_come_again_and_its_files_go() throws IOException {
        List<SpoolRecord> all = numbered(0, 1000);
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, all);
            Records.rest(spool);
            spool.drained(700);
            assertThat(spool.records()).isEqualTo(300);
        }

        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            assertThat(spool.records()).isEqualTo(300);
            assertThat(Records.rest(spool)).isEqualTo(all.subList(700, 1000));
            spool.drained(300);
            assertThat(spool.records()).isZero();
            assertThat(spool.bytes()).isZero();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("lock", "drained");
        }
    }

    @Test
    void what_comes_after_everything_was_drained_is_kept_too() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, numbered(0, 5));
            Records.rest(spool);
            spool.drained(5);
        }
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, numbered(5, 8));
            assertThat(Records.rest(spool)).isEqualTo(numbered(5, 8));
            spool.drained(1);
            appendAll(spool, numbered(8, 9));
        }
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            assertThat(Records.rest(spool)).isEqualTo(numbered(6, 9));
        }
    }

    @Test
    void what_was_read_and_not_drained_is_read_again() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, numbered(0, 9));
            for (int i = 0; i < 6; i++) {
                spool.next();
            }
            spool.drained(2);
            spool.rewind();

            assertThat(Records.rest(spool)).isEqualTo(numbered(2, 9));
        }
    }

    @Test
    void a_full_spool_refuses_and_has_room_again_when_a_file_is_drained() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            SpoolRecord record = Records.of("k", "x".repeat(10_000));
            int taken = 0;
            while (spool.append(record)) {
                taken++;
            }
            assertThat(spool.bytes()).isBetween(MEGABYTE - 11_000, MEGABYTE);
            for (int i = 0; i < taken / 2; i++) {
                spool.next();
            }
            spool.drained(taken / 2);

            assertThat(spool.append(record)).isTrue();
            assertThat(spool.bytes()).isLessThanOrEqualTo(MEGABYTE);
        }
    }

    @Test
    void a_second_spool_on_the_same_directory_is_refused() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            assertThat(spool.isRead()).isTrue();
            assertThatThrownBy(() -> Spool.open(directory, MEGABYTE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("spool.directory " + directory
                            + " is used by another proxy; every proxy needs a directory of its own");
        }
    }

    @Test
    void nobody_else_can_read_it() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, numbered(0, 1));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    void a_damaged_position_costs_repetitions_and_nothing_else() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, numbered(0, 9));
            Records.rest(spool);
            spool.drained(4);
        }
        Files.write(directory.resolve("drained"), new byte[] {1, 2, 3});

        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            assertThat(Records.rest(spool)).isEqualTo(numbered(0, 9));
        }
    }

    @Test
    void zeros_at_the_end_of_a_file_are_no_records() throws IOException {
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            appendAll(spool, numbered(0, 2));
        }
        Files.write(directory.resolve(SpoolFile.name(1)), new byte[64], StandardOpenOption.APPEND);

        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            assertThat(Records.rest(spool)).isEqualTo(numbered(0, 2));
        }
    }

    @Test
    void a_spool_that_cannot_be_written_refuses_and_goes_on_when_it_can() throws IOException {
        Path blocked = directory.resolve(SpoolFile.name(1));
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            Files.createDirectory(blocked);
            assertThat(spool.append(Records.of("k", "a"))).isFalse();

            assertThat(spool.append(Records.of("k", "b"))).isTrue();
            assertThat(Records.rest(spool)).containsExactly(Records.of("k", "b"));
        }
    }
}
