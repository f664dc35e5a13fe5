package io.molt.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.request.Caller;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final Admission AMY = new Admission.Admitted(Caller.of("amy"));
    private static final Admission BOB = new Admission.Admitted(Caller.of("bob"));
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<ClientKey> keys = new ArrayList<>();
    private final String amys = draw("amy", Optional.empty());
    private final String bobs = draw("bob", Optional.of(HOUR));

    private String draw(String agent, Optional<Duration> expires) {
        ClientKey.Drawn drawn = ClientKey.draw(agent, "", expires, NOW, new SecureRandom());
        keys.add(drawn.key());
        return drawn.text();
    }

    private Access access(boolean required, long nowMillis) {
        return new Access(required, () -> new ClientKeys(keys), InstantSource.fixed(Instant.ofEpochMilli(nowMillis)));
    }

    private Admission admit(boolean required, String authorization, String apiKey) {
        return access(required, NOW)
                .admit(
                        Optional.of(authorization).filter(it -> !it.isEmpty()),
                        Optional.of(apiKey).filter(it -> !it.isEmpty()));
    }

    @Test
    void a_key_says_whose_agent_it_is_in_either_header() {
        assertThat(admit(true, "Bearer " + amys, "")).isEqualTo(AMY);
        assertThat(admit(true, "bearer   " + amys, "")).isInstanceOf(Admission.Admitted.class);
        assertThat(admit(false, "", bobs)).isEqualTo(BOB);
        assertThat(admit(true, "Bearer sk-for-the-upstream", bobs)).isEqualTo(BOB);
        assertThat(admit(true, "Bearer " + amys, amys)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void two_agents_in_one_request_are_nobody() {
        assertThat(admit(true, "Bearer " + amys, bobs)).isInstanceOf(Admission.Refused.class);
        assertThat(admit(true, "Bearer " + amys, "molt_x")).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void whoever_has_no_key_is_let_in_only_where_none_is_needed_and_told_apart_by_what_he_has() {
        assertThat(admit(true, "", "")).isInstanceOf(Admission.Refused.class);
        assertThat(admit(true, "Bearer sk-1", "")).isInstanceOf(Admission.Refused.class);
        assertThat(admit(false, "", "")).isEqualTo(new Admission.Admitted(Caller.withOwnKey("")));
        assertThat(admit(false, "Bearer sk-1", "")).isEqualTo(admit(false, "", "sk-1"));
        assertThat(admit(false, "Bearer sk-1", "")).isNotEqualTo(admit(false, "Bearer sk-2", ""));
        assertThat(admit(false, "Bearer sk-1", "").toString()).doesNotContain("sk-1");
    }

    @Test
    void a_wrong_key_is_refused_even_where_none_is_needed_and_always_in_the_same_words() {
        String unknown = KeyText.draw(new SecureRandom());
        String slip = amys.substring(0, 20) + (amys.charAt(20) == 'a' ? 'b' : 'a') + amys.substring(21);
        List<Admission> callers = List.of(
                admit(false, "Bearer " + unknown, ""),
                admit(false, "Bearer " + slip, ""),
                admit(false, "", amys + "x"),
                admit(false, "", "molt_"),
                access(false, NOW + HOUR.toMillis()).admit(Optional.empty(), Optional.of(bobs)));

        assertThat(callers).hasOnlyElementsOfType(Admission.Refused.class).containsOnly(callers.get(0));
    }

    @Test
    void a_key_counts_until_it_expires_or_is_revoked() {
        assertThat(access(true, NOW + HOUR.toMillis() - 1).admit(Optional.empty(), Optional.of(bobs)))
                .isInstanceOf(Admission.Admitted.class);
        keys.set(0, keys.get(0).revoked(NOW));
        assertThat(admit(true, "", amys)).isInstanceOf(Admission.Refused.class);
        assertThat(new ClientKeys(keys).anyAt(NOW)).isTrue();
        assertThat(new ClientKeys(keys).anyAt(NOW + HOUR.toMillis())).isFalse();
    }

    @Test
    void a_key_of_molts_own_does_not_go_on_to_an_upstream() {
        assertThat(Access.mayPass("Bearer " + amys)).isFalse();
        assertThat(Access.mayPass("Token " + amys)).isFalse();
        assertThat(Access.mayPass(amys)).isFalse();
        assertThat(Access.mayPass("Bearer sk-1")).isTrue();
        assertThat(Access.mayPass("molt_is_a_nice_word")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_mutation_of_a_key_is_a_key(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder mutated = new StringBuilder(amys);
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(0x250));
                case 1 -> mutated.insert(at, (char) ('0' + random.nextInt(75)));
                default -> mutated.deleteCharAt(at);
            }
            if (!mutated.toString().equals(amys)) {
                assertThat(new ClientKeys(keys).find(mutated.toString(), NOW)).isEmpty();
            }
        }
    }

    @Test
    void nothing_that_is_kept_or_printed_shows_a_key() {
        ClientKey.Drawn drawn = ClientKey.draw("amy", "laptop", Optional.empty(), NOW, new SecureRandom());

        assertThat(drawn.text()).matches("molt_[0-9A-Za-z]{49}");
        assertThat(drawn.toString() + drawn.key()).doesNotContain(drawn.text().substring(5, 15));
        assertThat(KeyText.draw(new SecureRandom())).isNotEqualTo(drawn.text());
    }
}
