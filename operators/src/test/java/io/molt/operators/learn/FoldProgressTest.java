package io.molt.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.batch.Method;
import io.molt.schemas.log.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldProgressTest {

    private final FoldProgress progress = new FoldProgress();
    private FoldState state = FoldState.EMPTY;

    @Test
    void it_shows_what_waits_how_long_a_batch_took_and_how_far_behind_the_newest_turn_is() {
        List<LogEntry> log = List.of(FoldTest.bad(1), FoldTest.tick(2), FoldTest.bad(3), FoldTest.bad(4));

        log.forEach(this::fold);

        assertThat(progress.pending()).isEqualTo(1);
        assertThat(progress.batchWaitMillis()).isEqualTo(2_000);
        assertThat(progress.lag()).isEqualTo(1);
    }

    private void fold(LogEntry entry) {
        Learned learned = Fold.learn(state, entry, FoldTest.settings(Method.BINARY));
        progress.folded(state, entry, learned);
        state = learned.next();
    }
}
