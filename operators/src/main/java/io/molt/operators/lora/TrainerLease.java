package io.molt.operators.lora;

import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one trainer of a policy in this process, and the one thread that uses it. It outlives the jobs: a native step cannot
 * be stopped, so a cancelled job leaves it to its end and drops what it gives.
 *
 * <p>The map is the one mutable static of the product. A device exists once per process, Flink makes operators without a
 * common owner, and two of them must not train on one device.
 */
final class TrainerLease {

    private static final Map<String, TrainerLease> LEASES = new ConcurrentHashMap<>();

    private final TrainerFactory factory;
    private final ExecutorService thread;
    private TrainingBackend backend;

    private TrainerLease(TrainerFactory factory) {
        this.factory = factory;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread trainer = new Thread(task, "trainer " + factory.name());
            trainer.setDaemon(true);
            // A thread inherits the loader of the job that first needs it; that one is closed when its job ends.
            trainer.setContextClassLoader(TrainerLease.class.getClassLoader());
            return trainer;
        });
    }

    static TrainerLease of(TrainerFactory factory) {
        return LEASES.computeIfAbsent(factory.name(), name -> new TrainerLease(factory));
    }

    /** Work for the trainer. */
    interface Work<T> {
        T with(TrainingBackend backend) throws IOException;
    }

    /** Does the work on the trainer's thread, after what was handed in before. */
    <T> CompletableFuture<T> submit(Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        if (backend == null) {
                            backend = factory.create();
                        }
                        return work.with(backend);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                thread);
    }
}
