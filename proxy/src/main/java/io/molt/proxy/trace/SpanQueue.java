package io.molt.proxy.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spans on their way to a collector. Whoever ends one does not wait; where there is no place left it is dropped, and counted. */
final class SpanQueue implements SpanProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
    private static final int LARGEST_BATCH = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final SpanExporter exporter;
    private final BlockingQueue<SpanData> spans;
    private final LongAdder dropped = new LongAdder();
    private final Thread thread = new Thread(this::run, "molt-spans");
    private volatile boolean stopped;

    /**
     * Nothing is on its way.
     *
     * @param most spans that wait
     */
    SpanQueue(SpanExporter exporter, int most) {
        this.exporter = exporter;
        this.spans = new ArrayBlockingQueue<>(most);
        thread.setDaemon(true);
        thread.start();
    }

    long dropped() {
        return dropped.sum();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && !spans.offer(span.toSpanData())) {
            dropped.increment();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private void run() {
        try {
            while (!stopped || !spans.isEmpty()) {
                SpanData first = spans.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<SpanData> batch = new ArrayList<>(List.of(first));
                    spans.drainTo(batch, LARGEST_BATCH - 1);
                    send(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<SpanData> batch) {
        if (!isSent(batch)) {
            dropped.add(batch.size());
        }
    }

    /** An edge: whatever one batch does to the exporter, later ones are sent. */
    private boolean isSent(List<SpanData> batch) {
        try {
            return exporter.export(batch)
                    .join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .isSuccess();
        } catch (RuntimeException e) {
            LOG.warn("spans are not sent cause={}", e.getClass().getName());
            return false;
        }
    }

    /** Sends what is there, for at most some seconds. */
    @Override
    public CompletableResultCode shutdown() {
        stopped = true;
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        return exporter.shutdown();
    }
}
