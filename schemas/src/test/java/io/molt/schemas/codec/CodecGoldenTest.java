package io.molt.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden files are the output of {@code golden.py}, which uses another Avro implementation. */
class CodecGoldenTest {

    @ParameterizedTest(name = "{0} release {1}")
    @MethodSource("goldens")
    <T> void bytes_of_another_avro_implementation_are_read_and_written_alike(
            String record, int release, Codec<T> codec, boolean newest) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(golden(record, release, "hex").strip());

        T fromBytes = codec.decode(bytes);

        assertThat(fromBytes).isEqualTo(codec.fromJson(golden(record, release, "json")));
        if (newest) {
            assertThat(codec.encode(fromBytes)).isEqualTo(bytes);
        }
    }

    static List<Object[]> goldens() {
        return ReleasedSchemasTest.records().stream()
                .flatMap(row -> {
                    String record = (String) row[0];
                    int releases = releases(record);
                    return IntStream.rangeClosed(1, Math.max(1, releases))
                            .mapToObj(n -> new Object[] {record, n, codec((Schema) row[1]), n == releases});
                })
                .toList();
    }

    private static int releases(String record) {
        int release = 0;
        while (CodecGoldenTest.class.getResource("golden/" + record + "." + (release + 1) + ".hex") != null) {
            release++;
        }
        return release;
    }

    private static Codec<?> codec(Schema schema) {
        try {
            return Codec.of(Class.forName(schema.getFullName()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String golden(String record, int release, String suffix) throws IOException {
        try (InputStream file =
                CodecGoldenTest.class.getResourceAsStream("golden/" + record + "." + release + "." + suffix)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
