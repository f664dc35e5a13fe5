package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.TurnRequested;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BypassTest {

    private static final String HELLO = "{\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";

    @Test
    void while_it_is_on_requests_are_only_passed_on_and_the_switch_needs_no_restart(@TempDir Path directory)
            throws Exception {
        Path file = Files.createFile(directory.resolve("bypass"));
        try (Started molt = Started.before(
                new ScriptedUpstream((request, connection) -> connection.whole(200, "", ANSWER)),
                Protection.none().bypassedBy(file.toString()))) {
            HttpResponse<String> passed = molt.client().chat(HELLO);

            assertThat(passed.body()).isEqualTo(ANSWER);
            assertThat(passed.headers().firstValue("x-molt-skills")).contains("0");
            assertThat(molt.upstream().asked.take().json()).hasToString(HELLO.replace("molt", "base"));
            assertThat(molt.client().get("/healthz").body()).contains("\"bypass\":true");
            assertThat(molt.client().get("/metrics").body())
                    .contains("molt_bypass 1.0", "molt_capture_dropped_total 0.0");
            assertThat(molt.turns().all()).isEmpty();

            Files.delete(file);
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (molt.client().get("/healthz").body().contains("\"bypass\":true") && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            molt.client().chat(HELLO);
            assertThat(molt.turns().next()).isInstanceOf(TurnRequested.class);
        }
    }
}
