package io.molt.proxy.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.history.HistoryReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class TurnRequestFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_a_request_that_can_be_forwarded_or_are_refused_with_a_reason(byte[] body) {
        for (Dialect dialect : Dialect.values()) {
            try {
                TurnRequest request = TurnRequest.read(dialect, body);
                Claims.of(new Headers(Map.of()), request, Optional.empty());
                assertThat(Prompt.of(request).lastUser()).isNotNull();
                assertThat(new HistoryReader(10)
                                .read(dialect, request.body(), List.of())
                                .context())
                        .isNotNull();
                byte[] edited = UpstreamBody.of(request, Optional.of("a@v1"), true, "Rules:\n- x");
                assertThatCode(() -> JsonScan.of(edited, Set.of())).doesNotThrowAnyException();
            } catch (BadRequest refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
