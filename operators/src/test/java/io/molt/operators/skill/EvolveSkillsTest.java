package io.molt.operators.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.operators.Harness;
import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.Forgotten;
import io.molt.operators.wire.Encoded;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void a_skill_that_came_of_something_forgotten_is_taken_back_without_a_word_of_it() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = restored(null, 1, 0)) {
            before.processElement(new StreamRecord<>(PRICES));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            after.processElement(new StreamRecord<>(forgotten(new Forgotten("another", "", 5))));
            after.processElement(new StreamRecord<>(forgotten(new Forgotten("s", "", 5))));
            after.processElement(new StreamRecord<>(forgotten(new Forgotten("s", "", 5))));

            SkillVersion retired = written(after.extractOutputValues()).get(0);
            assertThat(after.extractOutputValues()).hasSize(1);
            assertThat(retired.label()).isEqualTo("prices-eur-before-number@v2");
            assertThat(retired.status()).isEqualTo(SkillStatus.RETIRED);
            assertThat(retired.text()).isEqualTo(SkillText.NONE);
            assertThat(retired.origin().questions()).isEmpty();
            assertThat(retired.origin().turnIds()).containsExactly("t0");
            assertThat(retired.origin().generation()).isEqualTo(3);
            assertThat(snapshotText(after.snapshot(2, 2))).doesNotContain("EUR before", "question 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"s,''", "'',t0", "'',''"})
    void a_correction_that_was_forgotten_can_become_a_skill_again_under_a_new_name(String session, String turn)
            throws Exception {
        try (var harness = restored(null, 1, 0)) {
            harness.processElement(new StreamRecord<>(PRICES));
            harness.processElement(new StreamRecord<>(forgotten(new Forgotten(session, turn, 5))));
            harness.processElement(new StreamRecord<>(PRICES));
            harness.processElement(new StreamRecord<>(PRICES));

            assertThat(written(harness.extractOutputValues()))
                    .extracting(SkillVersion::label, SkillVersion::status)
                    .containsExactly(
                            tuple("prices-eur-before-number@v1", SkillStatus.ACTIVE),
                            tuple("prices-eur-before-number@v2", SkillStatus.RETIRED),
                            tuple("prices-eur-before-number-2@v1", SkillStatus.ACTIVE));
        }
    }

    private static EvolutionRequest forgotten(Forgotten what) {
        return new EvolutionRequest("a", 10, 10_000, 3, List.of(), List.of(what));
    }

    private static List<SkillVersion> written(List<Encoded> records) throws UnreadableRecord {
        List<SkillVersion> skills = new ArrayList<>();
        for (Encoded record : records) {
            skills.add(Codecs.SKILLS.decode(record.value()));
        }
        return skills;
    }

    /** The bytes of all state, as far as they are letters. */
    private static String snapshotText(OperatorSubtaskState snapshot) throws IOException {
        StringBuilder text = new StringBuilder();
        for (KeyedStateHandle handle : snapshot.getManagedKeyedState()) {
            try (InputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
                text.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(text).contains("prices-eur-before-number");
        return text.toString();
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
