package io.molt.policy.files;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes, a safetensors file is read or refused, and nothing else. */
class SafetensorsFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_file_is_read_or_refused(byte[] file) {
        try {
            Safetensors.parse(file);
        } catch (MalformedFile refused) {
            // what a bad file deserves
        }
    }
}
