package io.molt.operators.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.MessageBody;
import org.junit.jupiter.api.Test;

class KeptBodyTest {

    private static final MessageBody BODY = new MessageBody("h1", "user", "Grüße 🦞", "{\"content\":\"Grüße 🦞\"}");

    @Test
    void a_body_comes_back_as_it_went() {
        assertThat(KeptBody.of(BODY, 3).whole("h1")).isEqualTo(BODY);
    }

    @Test
    void a_state_of_an_earlier_release_that_kept_texts_as_strings_is_read() {
        KeptBody old = new KeptBody(BODY, 3, null, null);

        assertThat(old).isEqualTo(KeptBody.of(BODY, 3));
        assertThat(old.whole("h1")).isEqualTo(BODY);
    }
}
