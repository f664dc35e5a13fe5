package io.molt.operators.skill;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.wire.Encoded;
import io.molt.schemas.codec.Codecs;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The seven questions. An agent's skills are kept for ever; order and lateness do not matter to what is known. */
class EvolveSkillsTest {

    private static final EvolutionRequest PRICES =
            CorrectionEvolverTest.request("Write prices with EUR before the number.");

    @Test
    void a_skill_is_written_under_its_agent_and_name() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            harness.processElement(new StreamRecord<>(PRICES));

            Encoded written = harness.extractOutputValues().get(0);
            assertThat(written.key()).isEqualTo("a/prices-eur-before-number");
            assertThat(Codecs.SKILLS.decode(written.value()).version()).isEqualTo(1);
        }
    }

    @Test
    void an_evolution_that_comes_twice_or_again_after_a_restart_writes_nothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = restored(null, 1, 0)) {
            before.processElement(new StreamRecord<>(PRICES));
            before.processElement(new StreamRecord<>(PRICES));
            snapshot = before.snapshot(1, 1);
            assertThat(before.extractOutputValues()).hasSize(1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            after.processElement(new StreamRecord<>(PRICES));

            assertThat(after.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void after_a_rescale_the_subtask_of_the_agent_still_knows_its_skills() throws Exception {
        OperatorSubtaskState snapshot;
        try (var one = restored(null, 1, 0)) {
            one.processElement(new StreamRecord<>(PRICES));
            snapshot = one.snapshot(1, 1);
        }

        int knowing = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(Harness.half(snapshot, subtask), 2, subtask)) {
                if (half.numKeyedStateEntries() > 0) {
                    knowing++;
                    half.processElement(new StreamRecord<>(PRICES));
                    assertThat(half.extractOutputValues()).isEmpty();
                }
            }
        }

        assertThat(knowing).isEqualTo(1);
    }

    @Test
    void the_end_of_the_input_writes_nothing() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            harness.processWatermark(Watermark.MAX_WATERMARK);

            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, EvolutionRequest, Encoded> restored(
            OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return Harness.restored(
                new EvolveSkills(new CorrectionEvolver()), EvolutionRequest::agentId, snapshot, subtasks, subtask);
    }
}
