package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.Harness;
import io.molt.operators.wire.TrainingItem;
import io.molt.policy.device.DevicePool;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.codec.Codecs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The seven questions. A head is kept for ever, since versions go on; the queue is empty when all is trained. */
@Timeout(60)
class TrainAdapterTest {

    private static final Announcer.Factory NOBODY = () -> Announcer.NOBODY;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void batches_become_versions_in_their_order_each_on_top_of_the_one_before() throws Exception {
        SmallTrainer trainer = SmallTrainer.free();
        try (var harness = fresh(trainer)) {
            arrive(harness, 1, 2, 3);

            List<AdapterVersion> versions = await(harness, 3, trainer);

            assertThat(versions).extracting(AdapterVersion::version).containsExactly(1L, 2L, 3L);
            assertThat(versions)
                    .extracting(version -> version.lineage().parent())
                    .containsExactly(0L, 1L, 2L);
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void a_checkpoint_goes_through_while_a_step_runs_and_a_restart_trains_it_again() throws Exception {
        SmallTrainer trainer = SmallTrainer.waiting();
        OperatorSubtaskState snapshot;
        try (var before = fresh(trainer)) {
            arrive(before, 1);
            before.setProcessingTime(1_000);
            snapshot = before.snapshot(1, 1);
            assertThat(before.extractOutputValues()).isEmpty();
        }
        trainer.mayStep();
        trainer.mayStep();
        SmallTrainer straight = SmallTrainer.free();
        try (var after = restored(trainer, snapshot, 1, 0);
                var other = fresh(straight)) {
            arrive(other, 1);

            assertThat(await(after, 1, trainer)).isEqualTo(await(other, 1, straight));
        }
    }

    @Test
    void a_restart_remembers_the_versions_that_a_rollback_may_go_to() throws Exception {
        SmallTrainer trainer = SmallTrainer.free();
        OperatorSubtaskState snapshot;
        try (var before = fresh(trainer)) {
            arrive(before, 1, 2);
            await(before, 2, trainer);
            snapshot = before.snapshot(1, 1);
        }
        TrainingBatch third = Batches.batch(3, "");
        var back = new TrainingBatch(
                "a",
                3,
                "",
                third.seed(),
                third.settings(),
                third.examples(),
                third.foldPoint(),
                List.of(),
                new Rollback("c", 1));
        try (var after = restored(trainer, snapshot, 1, 0)) {
            after.processElement(new StreamRecord<>(Batches.item(back)));

            assertThat(await(after, 1, trainer)).singleElement().satisfies(version -> {
                assertThat(version.lineage().parent()).isEqualTo(1);
                assertThat(version.lineage().rollback()).isEqualTo("c");
            });
        }
    }

    @Test
    void a_job_that_is_cancelled_in_a_step_never_waits_for_it_and_its_result_is_dropped() throws Exception {
        SmallTrainer trainer = SmallTrainer.waiting();
        var harness = fresh(trainer);
        arrive(harness, 1);

        harness.close();
        trainer.mayStep();

        assertThat(harness.extractOutputValues()).isEmpty();
        awaitAbandonedStep(trainer);
    }

    /** The device makes one step after the other; a step that nobody waits for still writes into the test's directory. */
    private static void awaitAbandonedStep(SmallTrainer trainer) {
        assertThat(DevicePool.PROCESS.submit("test", trainer.factory().name(), trainer.factory()::create, backend -> 0))
                .succeedsWithin(PATIENCE);
    }

    @Test
    void with_fork_a_job_goes_on_in_a_store_that_another_log_has_filled() throws Exception {
        AdapterStore store = new AdapterStore(directory);
        store.publish(Batches.make(Batches.batch(1, "EMPTY"), TrainingHead.START, SmallTrainer.free(), store));
        TrainingBatch batch = Batches.batch(1, "");
        var changed = new TrainingBatch(
                "a", 1, "", 42, Batches.STEP, batch.examples(), batch.foldPoint(), List.of(), Rollback.NONE);
        SmallTrainer trainer = SmallTrainer.free();
        TrainAdapter forking = new TrainAdapter(
                trainer.factory(),
                new Batches.Local(directory.toString(), true),
                NOBODY,
                false,
                TrainAdapter.Beginning.OF_THE_LOG);
        try (var harness = Harness.fresh(forking, TrainingItem::agentId)) {
            harness.processElement(new StreamRecord<>(Batches.item(changed)));

            assertThat(await(harness, 1, trainer)).hasSize(1);
            assertThat(store.manifest("a", 1)).isEmpty();
        }
    }

    @Test
    void a_batch_that_comes_twice_is_trained_once() throws Exception {
        SmallTrainer trainer = SmallTrainer.free();
        try (var harness = fresh(trainer)) {
            arrive(harness, 1, 1);
            await(harness, 1, trainer);
            arrive(harness, 1);
            harness.setProcessingTime(60_000);

            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(trainer.steps()).isEqualTo(1);
        }
    }

    @Test
    void batches_out_of_order_fail_the_job_since_the_fold_never_sends_them() throws Exception {
        try (var harness = fresh(SmallTrainer.free())) {
            assertThatThrownBy(() -> arrive(harness, 2)).hasMessage("batch 1 of a is missing");
        }
    }

    @Test
    void a_version_that_the_store_has_already_is_not_trained_again() throws Exception {
        AdapterStore store = new AdapterStore(directory);
        AdapterVersion there = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store);
        store.publish(there);
        SmallTrainer trainer = SmallTrainer.free();
        try (var harness = fresh(trainer)) {
            arrive(harness, 1);

            assertThat(await(harness, 1, trainer)).containsExactly(there);
            assertThat(trainer.steps()).isZero();
        }
    }

    @Test
    void a_store_that_another_log_has_filled_is_refused() throws Exception {
        AdapterStore store = new AdapterStore(directory);
        store.publish(Batches.make(Batches.batch(1, "EMPTY"), TrainingHead.START, SmallTrainer.free(), store));
        SmallTrainer trainer = SmallTrainer.free();
        var changed = new TrainingBatch(
                "a", 1, "", 42, Batches.STEP, List.of(), Batches.batch(1, "").foldPoint(), List.of(), Rollback.NONE);
        try (var harness = fresh(trainer)) {
            harness.processElement(new StreamRecord<>(Batches.item(changed)));

            assertThatThrownBy(() -> await(harness, 1, trainer))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasStackTraceContaining("which this log has not made");
        }
    }

    @Test
    void after_a_rescale_the_subtask_of_the_agent_goes_on() throws Exception {
        SmallTrainer trainer = SmallTrainer.free();
        OperatorSubtaskState snapshot;
        try (var one = fresh(trainer)) {
            arrive(one, 1);
            await(one, 1, trainer);
            snapshot = one.snapshot(1, 1);
        }

        int versions = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(trainer, Harness.half(snapshot, subtask), 2, subtask)) {
                if (half.numKeyedStateEntries() > 0) {
                    arrive(half, 2);
                    versions += await(half, 1, trainer).size();
                }
            }
        }

        assertThat(versions).isEqualTo(1);
    }

    @Test
    void an_end_of_the_input_with_batches_untrained_is_refused() throws Exception {
        SmallTrainer trainer = SmallTrainer.waiting();
        try (var harness = fresh(trainer)) {
            arrive(harness, 1);

            assertThatThrownBy(() -> harness.processWatermark(Watermark.MAX_WATERMARK))
                    .hasMessageContaining("not with --drain");
        } finally {
            trainer.mayStep();
            awaitAbandonedStep(trainer);
        }
    }

    @Test
    void in_batch_mode_a_step_runs_where_it_is_asked_for() throws Exception {
        TrainAdapter inline = new TrainAdapter(
                SmallTrainer.free().factory(),
                new Batches.Local(directory.toString(), false),
                NOBODY,
                true,
                TrainAdapter.Beginning.OF_THE_LOG);
        try (var harness = Harness.fresh(inline, TrainingItem::agentId)) {
            arrive(harness, 1, 2);

            assertThat(harness.extractOutputValues()).hasSize(2);
            harness.processWatermark(Watermark.MAX_WATERMARK);
        }
    }

    /** Lets processing time pass until so many versions are there; asks the trainer's thread, and never the clock. */
    private static List<AdapterVersion> await(
            KeyedOneInputStreamOperatorTestHarness<String, TrainingItem, TrainingItem> harness,
            int versions,
            SmallTrainer trainer)
            throws Exception {
        for (int i = 0; harness.extractOutputValues().size() < versions && i < 20; i++) {
            CompletableFuture<Integer> after = DevicePool.PROCESS.submit(
                    "test", trainer.factory().name(), trainer.factory()::create, backend -> 0);
            assertThat(after).succeedsWithin(PATIENCE);
            harness.setProcessingTime(harness.getProcessingTime() + 1_000);
        }
        List<AdapterVersion> made = new ArrayList<>();
        for (TrainingItem item : harness.extractOutputValues()) {
            assertThat(item.stage()).isEqualTo(TrainingItem.Stage.MANIFEST);
            made.add(Codecs.ADAPTERS.decode(item.bytes()));
        }
        return made;
    }

    private static void arrive(
            KeyedOneInputStreamOperatorTestHarness<String, TrainingItem, TrainingItem> harness, long... batches)
            throws Exception {
        for (long batch : batches) {
            harness.processElement(new StreamRecord<>(Batches.item(batch)));
        }
    }

    private KeyedOneInputStreamOperatorTestHarness<String, TrainingItem, TrainingItem> fresh(SmallTrainer trainer)
            throws Exception {
        return restored(trainer, null, 1, 0);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, TrainingItem, TrainingItem> restored(
            SmallTrainer trainer, OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return Harness.restored(
                new TrainAdapter(
                        trainer.factory(),
                        new Batches.Local(directory.toString(), false),
                        NOBODY,
                        false,
                        TrainAdapter.Beginning.OF_THE_LOG),
                TrainingItem::agentId,
                snapshot,
                subtasks,
                subtask);
    }
}
