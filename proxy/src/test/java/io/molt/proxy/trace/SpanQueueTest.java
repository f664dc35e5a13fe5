package io.molt.proxy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpanQueueTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableResultCode answer = new CompletableResultCode();
    private final AtomicInteger sent = new AtomicInteger();

    private final SpanExporter slow = new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            sent.addAndGet(spans.size());
            asked.countDown();
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    };

    private static void end(SdkTracerProvider provider, int spans) {
        for (int n = 0; n < spans; n++) {
            provider.get("test").spanBuilder("span").startSpan().end();
        }
    }

    @Test
    void while_a_collector_is_slow_spans_wait_up_to_a_number_and_the_others_are_dropped_and_counted() throws Exception {
        SpanQueue queue = new SpanQueue(slow, 10);
        SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(queue).build();
        end(provider, 1);
        asked.await();
        end(provider, 25);

        assertThat(queue.dropped()).isEqualTo(15);
        answer.succeed();
        queue.shutdown();
        assertThat(sent).hasValue(11);
        assertThat(queue.dropped()).isEqualTo(15);
    }

    @Test
    void what_a_collector_refuses_is_counted() {
        answer.fail();
        SpanQueue queue = new SpanQueue(slow, 10);
        end(SdkTracerProvider.builder().addSpanProcessor(queue).build(), 7);
        queue.shutdown();

        assertThat(queue.dropped()).isEqualTo(7);
    }
}
