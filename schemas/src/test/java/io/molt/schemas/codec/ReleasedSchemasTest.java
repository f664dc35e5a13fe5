package io.molt.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one release wrote, every later one reads.
 *
 * <p>A record that changed needs a new file {@code released/<Record>/<n+1>.avsc}; run this test with
 * {@code -Dmolt.release=true} to have it written, and {@code golden.py} beside the golden files for its golden bytes.
 */
class ReleasedSchemasTest {

    private static final List<Codec<?>> CODECS = List.of(
            Codecs.TURNS,
            Codecs.SCORED,
            Codecs.CONTROL,
            Codecs.SKILLS,
            Codecs.ADAPTERS,
            Codecs.SERVING,
            Codecs.REJECTED,
            Codecs.BATCHES,
            Codecs.SEALED);

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void the_newest_released_schema_of_a_record_is_the_one_it_writes(String record, Schema written) throws IOException {
        int newest = newest(record);
        if (Boolean.getBoolean("molt.release")
                && (newest == 0 || !released(record, newest).equals(parsed(written)))) {
            Path file = Path.of("src/main/resources/io/molt/schemas/codec", name(record, newest + 1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, SchemaFormatter.format("json/pretty", written) + "\n");
            return;
        }

        assertThat(newest).as("releases of " + record).isPositive();
        assertThat(released(record, newest)).isEqualTo(parsed(written));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void every_released_schema_can_be_read_by_the_newest(String record, Schema written) throws IOException {
        for (int release = 1; release <= newest(record); release++) {
            var result = SchemaCompatibility.checkReaderWriterCompatibility(written, released(record, release));

            assertThat(result.getType()).as(record + " " + release).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    static List<Object[]> records() {
        Map<String, Schema> all = new TreeMap<>();
        CODECS.forEach(codec -> all.putAll(codec.written()));
        return all.entrySet().stream()
                .map(entry -> new Object[] {entry.getKey(), entry.getValue()})
                .toList();
    }

    private static int newest(String record) {
        int release = 0;
        while (Codec.class.getResource(name(record, release + 1)) != null) {
            release++;
        }
        return release;
    }

    private static Schema released(String record, int release) throws IOException {
        try (InputStream file = Codec.class.getResourceAsStream(name(record, release))) {
            return new Schema.Parser().parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Avro keeps the default of a long as it was given, and reads it as an int. */
    private static Schema parsed(Schema schema) {
        return new Schema.Parser().parse(schema.toString());
    }

    private static String name(String record, int release) {
        return "released/" + record + "/" + release + ".avsc";
    }
}
