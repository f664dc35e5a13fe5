package io.molt.engine.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class CompletionRequestsFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_a_request_or_refused_with_a_reason(byte[] body) {
        try {
            assertThat(CompletionRequests.read(body).messages()).isNotEmpty();
        } catch (InvalidRequest refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
