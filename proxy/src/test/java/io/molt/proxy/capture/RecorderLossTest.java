package io.molt.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.Fate;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecorderLossTest {

    private static final int MANY = 25_000;

    private final List<TurnRequested> kept = new ArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();
    private boolean full;

    private final Recorder recorder = new Recorder(new Full(), Redaction.none(), dropped::incrementAndGet);

    /** Loses everything while it is full. */
    private final class Full implements TurnSink {

        @Override
        public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
            if (full) {
                fate.lost();
                return;
            }
            kept.add((TurnRequested) event);
            fate.kept();
        }

        @Override
        public void close() {}
    }

    @Test
    void however_many_sessions_lose_something_memory_is_bounded_and_all_of_them_begin_anew() {
        recorder.arrived(Turns.main(0, "a"));
        full = true;
        for (int session = 0; session < MANY; session++) {
            recorder.said(new Outcome("a", "s" + session, "o" + session, 1, 0));
        }
        int remembered = recorder.lostSessions();
        full = false;

        recorder.arrived(Turns.main(1, "a", "b", "c"));
        recorder.arrived(Turns.main(2, "a", "b", "c", "d", "e"));

        assertThat(dropped).hasValue(MANY);
        assertThat(remembered).isLessThanOrEqualTo(10_000);
        assertThat(recorder.lostSessions()).isZero();
        assertThat(kept).extracting(TurnRequested::keyframe).containsExactly(true, true, false);
        assertThat(kept.get(1).bodies()).hasSize(3);
    }
}
