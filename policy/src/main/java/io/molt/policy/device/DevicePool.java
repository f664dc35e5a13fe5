package io.molt.policy.device;

import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The devices of this process, each with one thread and one trainer per policy. A pool outlives the jobs: a native step
 * cannot be stopped, so a cancelled job leaves it to its end and drops what it gives.
 *
 * <p>{@link #PROCESS} is the one mutable static of the product. A device exists once per process, Flink makes operators
 * without a common owner, and two of them must not train on one device. It is one per process because this module lies in
 * Flink's {@code lib/}, and not in the job's jar, which every job loads for itself.
 */
public final class DevicePool {

    /** The pool of this process. */
    public static final DevicePool PROCESS = new DevicePool();

    private final FairQueue<Runnable> queue = new FairQueue<>();
    private final Map<String, TrainingBackend> backends = new HashMap<>();
    private final Executor cpu = Executors.newSingleThreadExecutor(task -> {
        Thread trainer = new Thread(task, "trainer cpu");
        trainer.setDaemon(true);
        // A thread inherits the loader of the job that first needs it; that one is closed when its job ends.
        trainer.setContextClassLoader(DevicePool.class.getClassLoader());
        return trainer;
    });

    DevicePool() {}

    /** Makes a trainer; asked once per name, and not kept. */
    public interface Source {
        TrainingBackend create() throws IOException;
    }

    /**
     * Work for a trainer.
     *
     * @param <T> what comes of it
     */
    public interface Work<T> {
        T with(TrainingBackend backend) throws IOException;
    }

    /**
     * Checks the setting {@code trainer.devices}.
     *
     * @param devices {@code auto} or {@code cpu}
     * @throws IllegalArgumentException if this build cannot train there
     */
    public static String devices(String devices) {
        if (!devices.equals("auto") && !devices.equals("cpu")) {
            throw new IllegalArgumentException(
                    "trainer.devices is '" + devices + "', but this build trains on cpu only: use auto or cpu");
        }
        return devices;
    }

    /**
     * Does the work on a device when it is the owner's turn. Work whose result was cancelled before it began is not done.
     *
     * @param owner whose work; owners take turns
     * @param name of the trainer: policy and settings
     */
    public <T> CompletableFuture<T> submit(String owner, String name, Source source, Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (queue) {
            queue.offer(owner, () -> run(result, name, source, work));
        }
        cpu.execute(this::runNext);
        return result;
    }

    private void runNext() {
        Runnable next;
        synchronized (queue) {
            next = queue.poll().orElseThrow();
        }
        next.run();
    }

    /** An edge: whatever the trainer throws, errors of native code among them, belongs to whoever asked. */
    @SuppressWarnings("IllegalCatch")
    private <T> void run(CompletableFuture<T> result, String name, Source source, Work<T> work) {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(work.with(backend(name, source)));
        } catch (IOException e) {
            result.completeExceptionally(new UncheckedIOException(e));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /** On the device's thread only. */
    private TrainingBackend backend(String name, Source source) throws IOException {
        TrainingBackend backend = backends.get(name);
        if (backend == null) {
            backend = source.create();
            backends.put(name, backend);
        }
        return backend;
    }
}
