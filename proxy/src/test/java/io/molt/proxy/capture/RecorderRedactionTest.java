package io.molt.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.Fate;
import io.molt.proxy.redact.Redaction;
import io.molt.proxy.redact.Secrets;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecorderRedactionTest {

    private static final String KEY = Secrets.kinds().get("github").apply(new SplittableRandom(11));
    private static final Sampled SAMPLED = new Sampled(new int[] {1, 2}, new int[] {3}, new float[] {-1}, 1);

    private final List<TurnEvent> written = new ArrayList<>();
    private final Recorder recorder = new Recorder(new Written(), Redaction.standard(), () -> {});

    private final class Written implements TurnSink {

        @Override
        public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
            written.add(event);
            fate.kept();
        }

        @Override
        public void close() {}
    }

    @Test
    void a_secret_is_taken_out_of_requests_replies_and_what_was_injected_and_hashes_stay() {
        ArrivedTurn turn = Turns.main(0, "my key is " + KEY);
        recorder.arrived(turn);
        recorder.answered(answer(turn, "thanks for " + KEY, "- use " + KEY), () -> {});

        TurnRequested requested = (TurnRequested) written.get(0);
        TurnAnswered answered = (TurnAnswered) written.get(1);

        assertThat(written.toString()).doesNotContain(KEY);
        assertThat(requested.context()).isEqualTo(turn.context());
        assertThat(requested.bodies())
                .extracting(MessageBody::text)
                .containsExactly("my key is [redacted:github-token]");
        assertThat(answered.reply().text()).isEqualTo("thanks for [redacted:github-token]");
        assertThat(answered.reply().bodyHash()).isEqualTo("r");
        assertThat(answered.servedBy().injected()).isEqualTo("- use [redacted:github-token]");
        assertThat(answered.sampled()).isEqualTo(Sampled.UNKNOWN);
    }

    @Test
    void tokens_are_recorded_of_clean_turns_only_also_when_the_secret_was_said_long_ago() {
        ArrivedTurn clean = Turns.main(0, "hello");
        ArrivedTurn told = Turns.main(1, "hello", "hi", "my key is " + KEY);
        ArrivedTurn after = Turns.main(2, "hello", "hi", "my key is " + KEY, "ok", "go on");
        for (ArrivedTurn turn : List.of(clean, told, after)) {
            recorder.arrived(turn);
            recorder.answered(answer(turn, "ok", ""), () -> {});
        }

        assertThat(written)
                .filteredOn(TurnAnswered.class::isInstance)
                .extracting(event -> ((TurnAnswered) event).sampled().known())
                .containsExactly(true, false, false);
    }

    @Test
    void a_secret_that_a_cut_would_part_is_taken_out_before_the_cut() {
        String before = "x ".repeat(TurnEvents.LONGEST_CHUNK / 2 - 5);
        recorder.arrived(Turns.main(0, before + KEY + " y".repeat(1000)));

        assertThat(written).filteredOn(MessageChunk.class::isInstance).hasSizeGreaterThan(1);
        assertThat(written.toString()).doesNotContain(KEY.substring(0, 6)).doesNotContain(KEY.substring(20));
    }

    private static TurnAnswered answer(ArrivedTurn turn, String reply, String injected) {
        return new TurnAnswered(
                turn.turn(),
                new Timing(turn.atMillis(), 0, turn.atMillis()),
                new ServedBy("base", true, List.of(), 0, injected),
                new MessageBody("r", "assistant", reply, ""),
                "m",
                SAMPLED,
                new Ending(200, "stop", ""),
                "");
    }
}
