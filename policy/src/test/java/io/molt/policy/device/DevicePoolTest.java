package io.molt.policy.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.policy.adapter.LearnerState;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.batch.TrainingBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DevicePoolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DevicePool pool = new DevicePool();
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void an_agent_with_eight_steps_in_the_queue_keeps_another_waiting_for_one_of_them() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Integer> first = submit("ada", () -> started.await());
        List<CompletableFuture<Integer>> steps = new ArrayList<>(List.of(first));
        for (int i = 0; i < 8; i++) {
            steps.add(submit("ada", () -> order.add("ada")));
        }
        steps.add(submit("ben", () -> order.add("ben")));

        started.countDown();

        assertThat(steps).allSatisfy(step -> assertThat(step).succeedsWithin(PATIENCE));
        assertThat(order.indexOf("ben")).isLessThanOrEqualTo(1);
        assertThat(order).hasSize(9);
    }

    @Test
    void steps_of_a_cancelled_attempt_are_dropped_and_the_one_that_runs_is_left_to_its_end() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Integer> running = submit("ada", () -> {
            began.countDown();
            leave.await();
            order.add("running");
        });
        CompletableFuture<Integer> waiting = submit("ada", () -> order.add("waiting"));
        assertThat(CompletableFuture.runAsync(() -> uninterrupted(began))).succeedsWithin(PATIENCE);

        waiting.cancel(false);
        running.cancel(false);
        leave.countDown();

        assertThat(submit("ada", () -> order.add("next attempt"))).succeedsWithin(PATIENCE);
        assertThat(order).containsExactly("running", "next attempt");
    }

    @Test
    void one_trainer_is_made_per_name_and_one_that_could_not_be_made_is_made_again() {
        CompletableFuture<Integer> failed = pool.submit(
                "ada",
                "p",
                () -> {
                    throw new IOException("no weights");
                },
                backend -> 0);

        assertThat(failed).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("no weights");
        assertThat(submit("ada", () -> {})).succeedsWithin(PATIENCE);
        assertThat(submit("ben", () -> {})).succeedsWithin(PATIENCE);
        assertThat(made).hasValue(1);
    }

    @Test
    void an_error_of_native_code_fails_the_step_and_not_the_pool() {
        CompletableFuture<Integer> failed = pool.submit("ada", "p", Nothing::new, backend -> {
            throw new UnsatisfiedLinkError("no torch");
        });

        assertThat(failed).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("no torch");
        assertThat(submit("ada", () -> {})).succeedsWithin(PATIENCE);
    }

    @Test
    void devices_that_this_build_does_not_have_are_refused_with_a_sentence() {
        assertThat(DevicePool.devices("auto")).isEqualTo("auto");
        assertThatThrownBy(() -> DevicePool.devices("cuda:0"))
                .hasMessage("trainer.devices is 'cuda:0', but this build trains on cpu only: use auto or cpu");
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private CompletableFuture<Integer> submit(String owner, Step step) {
        return pool.submit(owner, "small", this::create, backend -> {
            uninterrupted(step);
            return 0;
        });
    }

    private TrainingBackend create() {
        made.incrementAndGet();
        return new Nothing();
    }

    private static void uninterrupted(CountDownLatch latch) {
        uninterrupted(latch::await);
    }

    private static void uninterrupted(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A trainer that is never asked to train. */
    private static final class Nothing implements TrainingBackend {

        @Override
        public Fingerprints fingerprints() {
            return new Fingerprints("m", "t", "c", "none");
        }

        @Override
        public TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent) {
            throw new IllegalStateException("nothing trains here");
        }

        @Override
        public TrainingBackend gated(double maxDrop) {
            return this;
        }

        @Override
        public void close() {}
    }
}
