package io.molt.proxy.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.proxy.access.Access;
import io.molt.proxy.access.Admission;
import io.molt.proxy.access.ClientKeys;
import io.molt.proxy.access.LocalSites;
import io.molt.proxy.dialect.Dialect;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones.
 *
 * <p>Lines up to an empty one are headers, the rest is a body.
 */
class HeadersFuzzTest {

    private static final Access ACCESS = new Access(true, () -> ClientKeys.NONE, InstantSource.system());
    private static final LocalSites SITES = new LocalSites("127.0.0.1");

    @FuzzTest(maxDuration = "1m")
    void whatever_a_client_says_of_itself_it_is_somebody_or_is_refused_with_a_reason(byte[] bytes) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\n\n");
        for (String line : text.substring(0, end < 0 ? text.length() : end).split("\n", -1)) {
            int colon = line.indexOf(':');
            lines.add(Map.entry(line.substring(0, Math.max(0, colon)), line.substring(colon + 1)));
        }
        Headers headers = Headers.of(lines);
        byte[] body = (end < 0 ? "{\"model\":\"m\",\"messages\":[],\"input\":[]}" : text.substring(end + 2))
                .getBytes(ISO_8859_1);

        for (Dialect dialect : Dialect.values()) {
            for (Optional<String> known : List.of(Optional.<String>empty(), Optional.of("amy"))) {
                claim(dialect, headers, known, body);
            }
        }
        Admission admission = ACCESS.admit(headers.get("authorization"), headers.get("x-api-key"));
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        assertThat(SITES.refusal(headers.get("host"), headers.get("origin"))).isNotNull();
        assertThat(Access.mayPass(text)).isIn(true, false);
    }

    private static void claim(Dialect dialect, Headers headers, Optional<String> known, byte[] body) {
        try {
            Claim claim = Claims.of(headers, TurnRequest.read(dialect, body), known);
            assertThat(claim.agentId()).hasSizeBetween(1, 128).isNotEqualTo("*");
            known.ifPresent(agent -> assertThat(claim.agentId()).isEqualTo(agent));
            claim.sessionId().ifPresent(session -> {
                assertThat(session).hasSizeBetween(1, 128);
                assertThat(new String(session.getBytes(UTF_8), UTF_8)).isEqualTo(session);
                assertThat(session.chars().noneMatch(Character::isISOControl)).isTrue();
            });
        } catch (BadRequest refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
