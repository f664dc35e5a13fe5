package io.molt.proxy.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes die between any two bytes. What a copy of the files at that moment holds is what the next life finds. */
class SpoolCutTest {

    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path parent;

    @Test
    void a_file_that_ends_at_any_byte_gives_its_whole_records_and_no_other() throws IOException {
        Random random = new Random(5);
        List<SpoolRecord> records = new ArrayList<>();
        Path whole = parent.resolve("whole");
        List<Long> ends = new ArrayList<>();
        try (Spool spool = Spool.open(whole, MEGABYTE)) {
            for (int i = 0; i < 12; i++) {
                records.add(Records.any(random));
                spool.append(records.get(i));
                ends.add(spool.bytes());
            }
        }
        byte[] bytes = Files.readAllBytes(whole.resolve(SpoolFile.name(1)));

        for (int length = 0; length <= bytes.length; length++) {
            Path cut = Files.createDirectories(parent.resolve("cut-" + length));
            Files.write(cut.resolve(SpoolFile.name(1)), Arrays.copyOf(bytes, length));
            long end = length;
            int kept = (int) ends.stream().filter(each -> each <= end).count();

            try (Spool spool = Spool.open(cut, MEGABYTE)) {
                spool.append(records.get(0)); // nothing may be added behind a torn end
                List<SpoolRecord> expected = new ArrayList<>(records.subList(0, kept));
                expected.add(records.get(0));
                assertThat(Records.rest(spool)).as("cut at %d", length).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void lives_that_end_anywhere_lose_nothing_leave_nothing_out_and_keep_the_order(long seed) throws IOException {
        Random random = new Random(seed);
        List<SpoolRecord> appended = new ArrayList<>();
        List<SpoolRecord> delivered = new ArrayList<>();
        int life = 0;
        int drainedBefore = 0;
        for (; life < 25; life++) {
            try (Spool spool = Spool.open(parent.resolve("life-" + life), MEGABYTE)) {
                int read = 0;
                for (int step = random.nextInt(80); step > 0; step--) {
                    switch (random.nextInt(6)) {
                        case 0, 1, 2 -> {
                            SpoolRecord record = numbered(appended.size(), random);
                            if (spool.append(record)) {
                                appended.add(record);
                            }
                        }
                        case 3, 4 -> {
                            if (spool.next().isPresent()) {
                                read++;
                            }
                        }
                        default -> {
                            int count = random.nextInt(read + 1);
                            spool.drained(count);
                            drainedBefore += count;
                            read -= count;
                            if (random.nextInt(4) == 0) {
                                spool.rewind();
                                read = 0;
                            }
                        }
                    }
                }
                copy(parent.resolve("life-" + life), parent.resolve("life-" + (life + 1)));
            }
        }

        try (Spool spool = Spool.open(parent.resolve("life-" + life), MEGABYTE)) {
            delivered.addAll(Records.rest(spool));
        }
        assertThat(delivered).as("seed %d", seed).isEqualTo(appended.subList(drainedBefore, appended.size()));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void a_byte_that_is_not_what_it_was_ends_its_file_and_no_other(long seed) throws IOException {
        Random random = new Random(seed);
        List<SpoolRecord> records = new ArrayList<>();
        Path directory = parent.resolve("spool");
        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            for (int i = 0; i < 1000; i++) {
                records.add(numbered(i, random));
                spool.append(records.get(i));
            }
        }
        Path file = directory.resolve(SpoolFile.name(2));
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);

        try (Spool spool = Spool.open(directory, MEGABYTE)) {
            List<SpoolRecord> left = Records.rest(spool);
            assertThat(records).containsSubsequence(left);
            assertThat(left.get(0)).isEqualTo(records.get(0));
            assertThat(left.get(left.size() - 1)).isEqualTo(records.get(999));
            assertThat(left).hasSizeLessThan(1000);
        }
    }

    private static SpoolRecord numbered(int number, Random random) {
        return Records.of("k", number + " " + "x".repeat(random.nextInt(500)));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
