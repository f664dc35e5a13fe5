package io.molt.cli.bench.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Opens many streams, spread over one pace of the upstream, and looks at every frame. */
final class StreamClient implements AutoCloseable {

    private static final Pattern FRAME = Pattern.compile("\"place\":(\\d+),\"sent\":(\\d+)}");
    private static final String PROMPT = "word ".repeat(4_000);
    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final int streams;

    StreamClient(int streams) {
        this.streams = streams;
        this.http = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setTcpNoDelay(true))
                .with(new PoolOptions().setHttp1MaxSize(streams))
                .build();
    }

    /** One stream; lives on the event loop. */
    private final class Stream {

        private final CountDownLatch ended;
        private final List<Long> sent = new ArrayList<>();
        private final List<Long> seen = new ArrayList<>();
        private final StringBuilder rest = new StringBuilder();
        private long askedAt;
        private boolean whole;
        private long wrong;

        Stream(CountDownLatch ended) {
            this.ended = ended;
        }

        void ask(String url, int number) {
            String body = "{\"model\":\"mock\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + number
                    + PROMPT + "\"}]}";
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(url + "/chat/completions")
                    .putHeader("content-type", "application/json")
                    .putHeader("x-session-id", "stream-" + number);
            askedAt = System.nanoTime();
            http.request(options).onFailure(e -> end()).onSuccess(request -> send(request, body));
        }

        private void send(HttpClientRequest request, String body) {
            request.send(Buffer.buffer(body)).onFailure(e -> end()).onSuccess(response -> {
                response.handler(this::take);
                response.exceptionHandler(e -> end());
                response.endHandler(done -> end());
            });
        }

        private void take(Buffer bytes) {
            long now = System.nanoTime();
            rest.append(bytes.toString(UTF_8));
            int end = rest.lastIndexOf("\n\n");
            if (end < 0) {
                return;
            }
            String events = rest.substring(0, end);
            rest.delete(0, end + 2);
            Matcher frame = FRAME.matcher(events);
            while (frame.find()) {
                if (Integer.parseInt(frame.group(1)) != seen.size()) {
                    wrong++;
                }
                sent.add(Long.parseLong(frame.group(2)));
                seen.add(now);
            }
            whole |= events.contains("[DONE]");
        }

        private void end() {
            if (!whole || seen.size() != PacedUpstream.FRAMES) {
                wrong++;
            }
            ended.countDown();
        }
    }

    StreamTimes run(String url) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(streams);
        List<Stream> all = new ArrayList<>();
        for (int number = 0; number < streams; number++) {
            Stream stream = new Stream(ended);
            int name = number;
            all.add(stream);
            vertx.runOnContext(ready -> vertx.setTimer(1 + name * 4L, due -> stream.ask(url, name)));
        }
        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(ended.getCount() + " streams did not end");
        }
        long[] first = all.stream()
                .filter(stream -> !stream.seen.isEmpty())
                .mapToLong(stream -> stream.seen.get(0) - stream.askedAt)
                .toArray();
        long[] gaps = all.stream()
                .flatMapToLong(stream -> LongStream.range(1, stream.seen.size())
                        .map(n -> Math.abs((stream.seen.get((int) n) - stream.seen.get((int) n - 1))
                                - (stream.sent.get((int) n) - stream.sent.get((int) n - 1)))))
                .toArray();
        long frames = all.stream().mapToLong(stream -> stream.seen.size()).sum();
        return StreamTimes.of(
                first,
                gaps,
                frames,
                all.stream().mapToLong(stream -> stream.wrong).sum());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
