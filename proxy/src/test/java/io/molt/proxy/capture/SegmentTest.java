package io.molt.proxy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.redact.Redaction;
import io.molt.schemas.turn.MessageBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {

    private final Segment segment = new Segment(Redaction.none());

    @Test
    void a_body_travels_once_and_the_first_turn_is_a_keyframe() {
        Segment.Plan first = segment.next(Turns.main(0, "a", "b", "a"));
        Segment.Plan second = segment.next(Turns.main(1, "a", "b", "a", "c", "d"));

        assertThat(first.keyframe()).isTrue();
        assertThat(first.bodies()).extracting(MessageBody::text).containsExactly("a", "b");
        assertThat(second.keyframe()).isFalse();
        assertThat(second.bodies()).extracting(MessageBody::text).containsExactly("c", "d");
    }

    @Test
    void a_rewritten_history_starts_anew() {
        segment.next(Turns.main(0, "a", "b", "c"));

        Segment.Plan compacted = segment.next(Turns.main(1, "summary", "b", "d"));

        assertThat(compacted.keyframe()).isTrue();
        assertThat(compacted.bodies()).extracting(MessageBody::text).containsExactly("summary", "b", "d");
    }

    @Test
    void a_retry_is_no_rewriting() {
        segment.next(Turns.main(0, "a"));

        assertThat(segment.next(Turns.main(1, "a"))).isEqualTo(new Segment.Plan(List.of(), false, false));
    }

    @Test
    void a_side_turn_neither_is_nor_causes_a_rewriting() {
        segment.next(Turns.main(0, "a", "b", "c"));

        assertThat(segment.next(Turns.side(1, "title?")).keyframe()).isFalse();
        assertThat(segment.next(Turns.main(2, "a", "b", "c", "d", "e")).keyframe())
                .isFalse();
    }

    @Test
    void every_fiftieth_turn_is_a_keyframe() {
        for (int turn = 0; turn < 101; turn++) {
            assertThat(segment.next(Turns.main(turn, "a")).keyframe()).isEqualTo(turn % Segment.TURNS == 0);
        }
    }

    @Test
    void a_day_after_a_keyframe_comes_the_next() {
        segment.next(Turns.main(0, "a"));

        assertThat(segment.next(Turns.main(Duration.ofHours(24).toMillis() - 1, "a"))
                        .keyframe())
                .isFalse();
        assertThat(segment.next(Turns.main(Duration.ofHours(24).toMillis(), "a"))
                        .keyframe())
                .isTrue();
    }

    @Test
    void a_forgotten_session_costs_a_keyframe() {
        Segments segments = new Segments(4, Redaction.none());
        segments.next("one", Turns.main(0, "a"));
        segments.next("two", Turns.main(0, "a"));
        segments.next("three", Turns.main(0, "a"));

        assertThat(segments.next("three", Turns.main(0, "a")).keyframe()).isFalse();
        assertThat(segments.next("one", Turns.main(0, "a")).keyframe()).isTrue();
    }
}
