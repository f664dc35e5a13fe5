package io.molt.policy.files;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Whatever the bytes, a safetensors file is read or refused, and nothing else. */
class SafetensorsFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void any_header_is_read_or_refused(FuzzedDataProvider data) {
        byte[] json = data.consumeString(400).getBytes(StandardCharsets.UTF_8);
        byte[] rest = data.consumeRemainingAsBytes();
        byte[] file = ByteBuffer.allocate(Long.BYTES + json.length + rest.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(rest)
                .array();
        try {
            Safetensors.parse(file);
        } catch (MalformedFile refused) {
            // what a bad file deserves
        }
    }
}
