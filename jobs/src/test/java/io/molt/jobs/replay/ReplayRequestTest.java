package io.molt.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.jobs.JobMain;
import io.molt.operators.replay.ReplayScope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayRequestTest {

    @Test
    void a_request_travels_as_the_arguments_of_a_job() {
        ReplayRequest all = new ReplayRequest(
                Map.of("learn.loss", "ppo", "batch.size", "4"),
                Map.of("learn.loss", "cispo"),
                new ReplayScope(5, 9, Set.of("t1", "t2"), 3),
                Optional.of("ada"),
                "/replays/x");
        ReplayRequest least = new ReplayRequest(
                Map.of(),
                Map.of(),
                new ReplayScope(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), ReplayScope.AS_IT_WAS),
                Optional.empty(),
                "r");

        assertThat(again(all)).isEqualTo(all);
        assertThat(again(least)).isEqualTo(least);
    }

    @Test
    void a_replay_changes_judging_and_learning_and_nothing_else() {
        assertThat(ReplayNames.full(Map.of("lr", "1e-4", "quality.heldOut", "0.1")))
                .isEqualTo(Map.of("learn.learningRate", "1e-4", "quality.heldOut", "0.1"));
        assertThatThrownBy(() -> ReplayNames.full(Map.of("adapters.directory", "/elsewhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a replay cannot change adapters.directory");
    }

    @Test
    void settings_that_are_not_usable_are_named_before_anything_starts() {
        ReplayRequest request = new ReplayRequest(
                Map.of("kafka.brokers", "127.0.0.1:9092"),
                Map.of("learn.loss", "guess", "batch.size", "0"),
                new ReplayScope(0, 1, Set.of(), ReplayScope.AS_IT_WAS),
                Optional.empty(),
                "r");

        assertThatThrownBy(() -> ReplayConfig.of(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learn.loss")
                .hasMessageContaining("batch.size");
    }

    private static ReplayRequest again(ReplayRequest request) {
        return ReplayRequest.of(JobMain.parse(request.arguments().toArray(String[]::new)));
    }
}
