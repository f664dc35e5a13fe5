package io.molt.proxy.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class ChatRequestFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_a_request_that_can_be_forwarded_or_are_refused_with_a_reason(byte[] body) {
        try {
            ChatRequest request = ChatRequest.read(new Headers(Map.of()), body);
            assertThat(request.messages()).isNotEmpty();
            assertThat(UpstreamRequest.untouched(request)).isNotEmpty();
            assertThat(UpstreamRequest.toPolicy(request, "a@v1", true, "Rules:\n- x"))
                    .isNotEmpty();
        } catch (BadRequest refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
