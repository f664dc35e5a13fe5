package io.molt.proxy.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class SpoolFuzzTest {

    @TempDir
    private static Path parent;

    @FuzzTest(maxDuration = "1m")
    void any_bytes_in_a_file_are_records_up_to_a_point_and_never_an_error(byte[] bytes) throws IOException {
        Path directory = Files.createDirectories(parent.resolve("spool"));
        Path file = directory.resolve(SpoolFile.name(1));
        Files.write(file, bytes);
        Files.deleteIfExists(directory.resolve("drained"));
        List<SpoolRecord> records;
        byte[] left;
        try (Spool spool = Spool.open(directory, 1 << 20)) {
            records = Records.rest(spool);
            left = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            Files.deleteIfExists(file);
        }

        ByteBuffer written = ByteBuffer.allocate(left.length);
        if (left.length > 0) {
            written.put(Arrays.copyOf(bytes, (int) SpoolFile.FIRST));
            records.forEach(record -> written.put(Frame.of(record)));
        }
        assertThat(left).as("what is kept is what is read").isEqualTo(written.array());
        assertThat(Arrays.copyOf(bytes, left.length)).as("and it was there").isEqualTo(left);
    }

    @FuzzTest(maxDuration = "1m")
    void any_position_is_one_or_none(byte[] bytes) throws IOException {
        Path directory = Files.createDirectories(parent.resolve("position"));
        try (Spool spool = Spool.open(directory, 1 << 20)) {
            spool.append(Records.of("k", "a"));
            spool.append(Records.of("k", "b"));
        }
        Files.write(directory.resolve("drained"), bytes);

        try (Spool spool = Spool.open(directory, 1 << 20)) {
            Optional<SpoolRecord> last = Records.rest(spool).stream().reduce((before, after) -> after);
            assertThat(last).isIn(Optional.empty(), Optional.of(Records.of("k", "b")));
            spool.rewind();
            int count = Records.rest(spool).size();
            spool.drained(count);
        }
    }
}
