package io.molt.policy.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    private static final Tensor TENSOR = new Tensor(new int[] {2, 3}, new float[] {1, -2, 0.5f, 3.14159f, 0, 1e-20f});

    @TempDir
    Path directory;

    @Test
    void what_was_written_is_read() throws IOException {
        Path file = directory.resolve("w.safetensors");

        Safetensors.write(file, new TreeMap<>(Map.of("a", TENSOR, "b", TENSOR)), Dtype.F32, Map.of("format", "pt"));

        assertThat(Safetensors.read(file)).containsOnlyKeys("a", "b").containsEntry("a", TENSOR);
        assertThat(Safetensors.parse(Files.readAllBytes(file))).isEqualTo(Safetensors.read(file));
    }

    @Test
    void bf16_rounds_to_the_nearest() throws IOException {
        Path file = directory.resolve("w.safetensors");
        Tensor exact = new Tensor(new int[] {4}, new float[] {1, -0.5f, 1 + 0x1p-9f, Float.NaN});

        Safetensors.write(file, new TreeMap<>(Map.of("a", exact)), Dtype.BF16, Map.of());

        assertThat(Safetensors.read(file).get("a").data()).containsExactly(1, -0.5f, 1, Float.NaN);
    }

    @Test
    void the_layout_is_the_one_of_the_format() throws IOException {
        Path file = directory.resolve("w.safetensors");

        Safetensors.write(file, new TreeMap<>(Map.of("a", TENSOR)), Dtype.F32, Map.of("format", "pt"));

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong();
        byte[] json = new byte[header];
        bytes.get(json);
        assertThat(header % 8).isZero();
        assertThat(new String(json, StandardCharsets.UTF_8).strip())
                .isEqualTo("{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}");
        assertThat(bytes.getFloat()).isEqualTo(1);
        assertThat(bytes.remaining()).isEqualTo(20);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{} {}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"__metadata__\":{\"x\":1}}"
            })
    void a_header_that_lies_is_refused(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(Long.BYTES + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();

        assertThatThrownBy(() -> Safetensors.parse(file)).isInstanceOf(MalformedFile.class);
    }
}
