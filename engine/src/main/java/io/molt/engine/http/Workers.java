package io.molt.engine.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that generate, and the requests that wait for one. */
public final class Workers implements AutoCloseable {

    private final ThreadPoolExecutor pool;

    /**
     * Starts no thread yet.
     *
     * @param threads replies at once
     * @param queue requests that may wait
     */
    public Workers(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        this.pool =
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), task -> {
                    Thread thread = new Thread(task, "molt-engine-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** False if all threads are busy and the queue is full. */
    boolean submit(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
