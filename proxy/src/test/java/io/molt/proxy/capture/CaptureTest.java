package io.molt.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.delivery.Fate;
import io.molt.proxy.redact.Redaction;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CaptureTest {

    private final List<TurnEvent> written = new ArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();

    /** What the sink does before it takes an event. */
    private interface Before {

        void event(Fate fate) throws Exception;
    }

    private Capture capture(int events, Before before) {
        return capture(events, before, Duration.ofDays(1));
    }

    private Capture capture(int events, Before before, Duration stuck) {
        TurnSink sink = new TurnSink() {
            @Override
            public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
                try {
                    before.event(fate);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                written.add(event);
            }

            @Override
            public void close() {}
        };
        return new Capture(
                sink, new CaptureLimits(events, 1_000_000), Redaction.none(), dropped::incrementAndGet, stuck);
    }

    @Test
    void a_reply_follows_its_request() {
        try (Capture capture = capture(100, fate -> {})) {
            capture.arrived(Turns.main(0, "a"));
            capture.answered(Turns.answered("s"), () -> {});
        }

        assertThat(written).hasExactlyElementsOfTypes(TurnRequested.class, TurnAnswered.class);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void a_full_queue_drops_the_newest_request_counts_it_and_keeps_places_for_answers() {
        CountDownLatch stuck = new CountDownLatch(1);
        boolean first;
        boolean second;
        boolean third;
        try (Capture capture = capture(4, fate -> stuck.await())) {
            first = capture.arrived(Turns.main(0, "a"));
            second = capture.arrived(Turns.main(0, "b"));
            third = capture.arrived(Turns.main(0, "c"));
            capture.answered(Turns.answered("s"), () -> {});
            capture.answered(Turns.answered("s"), () -> {});
            stuck.countDown();
        }

        assertThat(List.of(first, second, third)).containsExactly(true, true, false);
        assertThat(written).hasSize(4);
        assertThat(dropped).hasValue(1);
    }

    @Test
    void whoever_asks_for_room_waits_until_half_of_the_queue_is_free() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (Capture capture = capture(8, fate -> busy.await())) {
            assertThat(capture.room()).isCompleted();
            for (int turn = 0; turn < 3; turn++) {
                capture.arrived(Turns.main(turn, "a"));
                capture.answered(Turns.answered("s"), () -> {});
            }
            List<CompletableFuture<Void>> waiting = List.of(capture.room(), capture.room(), capture.room());
            assertThat(waiting).noneMatch(CompletableFuture::isDone);

            busy.countDown();

            for (CompletableFuture<Void> each : waiting) {
                each.get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(dropped).hasValue(0);
    }

    @Test
    void whoever_asks_for_room_does_not_wait_for_a_long_queue_to_be_half_full() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (Capture capture = capture(100_000, fate -> busy.await())) {
            for (int turn = 0; turn < 100; turn++) {
                capture.arrived(Turns.main(turn, "a"));
                capture.answered(Turns.answered("s"), () -> {});
            }
            assertThat(capture.room()).isCompleted();
            for (int turn = 100; turn < 200; turn++) {
                capture.arrived(Turns.main(turn, "a"));
                capture.answered(Turns.answered("s"), () -> {});
            }
            assertThat(capture.room()).isNotCompleted();
            busy.countDown();
        }
    }

    @Test
    void whoever_has_waited_long_begins_all_the_same() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (Capture capture = capture(8, fate -> busy.await())) {
            for (int turn = 0; turn < 4; turn++) {
                capture.arrived(Turns.main(turn, "a"));
                capture.answered(Turns.answered("s"), () -> {});
            }

            capture.room().get(1, TimeUnit.MINUTES);
            assertThat(capture.room()).as("the queue is as full as before").isNotCompleted();
            busy.countDown();
        }
    }

    @Test
    void a_request_longer_than_the_queue_is_recorded_when_nothing_else_waits() {
        String longest = "long ".repeat(1_000_000);
        try (Capture capture = capture(8, fate -> {})) {
            assertThat(capture.arrived(Turns.main(0, longest))).isTrue();
            capture.answered(Turns.answered("s"), () -> {});
        }
        assertThat(written).isNotEmpty();
        assertThat(dropped).hasValue(0);
    }

    @Test
    void nobody_waits_for_a_sink_that_takes_nothing() {
        CountDownLatch stuck = new CountDownLatch(1);
        try (Capture capture = capture(8, fate -> stuck.await(), Duration.ofNanos(-1))) {
            for (int turn = 0; turn < 3; turn++) {
                capture.arrived(Turns.main(turn, "a"));
            }

            assertThat(capture.room()).isCompleted();
            stuck.countDown();
        }
    }

    @Test
    void after_a_loss_the_session_starts_anew_with_a_keyframe() {
        AtomicInteger events = new AtomicInteger();
        try (Capture capture = capture(100, fate -> {
            if (events.incrementAndGet() == 1) {
                fate.lost();
            }
        })) {
            capture.arrived(Turns.main(0, "a"));
            capture.arrived(Turns.main(1, "a", "b", "c"));
        }

        assertThat(((TurnRequested) written.get(1)).keyframe()).isTrue();
        assertThat(((TurnRequested) written.get(1)).bodies()).hasSize(3);
        assertThat(dropped).hasValue(1);
    }

    @Test
    void a_sink_that_throws_loses_its_event_and_nothing_else() {
        AtomicInteger events = new AtomicInteger();
        try (Capture capture = capture(100, fate -> {
            if (events.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
        })) {
            capture.arrived(Turns.main(0, "a"));
            capture.answered(Turns.answered("s"), () -> {});
        }

        assertThat(written).hasExactlyElementsOfTypes(TurnAnswered.class);
        assertThat(dropped).hasValue(1);
    }

    @Test
    void an_answer_may_end_when_its_request_and_itself_are_kept_or_lost() {
        List<Fate> fates = new ArrayList<>();
        AtomicInteger settled = new AtomicInteger();
        String longest = "long ".repeat(TurnEvents.LONGEST_INLINE_BODY);
        try (Capture capture = capture(100, fates::add)) {
            capture.arrived(Turns.main(0, longest));
            capture.answered(Turns.answered("s"), settled::incrementAndGet);
        }

        assertThat(fates).as("chunks, request, answer").hasSizeGreaterThan(3);
        for (Fate fate : fates.subList(1, fates.size())) {
            fate.kept();
            assertThat(settled).hasValue(0);
        }
        fates.get(0).lost();
        assertThat(settled).hasValue(1);
        assertThat(dropped).hasValue(1);
    }
}
