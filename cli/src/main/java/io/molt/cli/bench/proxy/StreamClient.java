package io.molt.cli.bench.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Keeps many streams open, a new one for each that ends, and looks at every frame. Reads sockets itself: a client that decodes
 * HTTP in full would take more of the machine than what it measures.
 */
final class StreamClient implements AutoCloseable {

    private static final String PROMPT = "word ".repeat(4_000);
    private static final String PLACE = "\"place\":";
    private static final String SENT = "\"sent\":";
    private static final String OK = "HTTP/1.1 200 ";
    /** So that their beginnings are spread evenly, as those of many people are. */
    private static final long BETWEEN_FIRST_MILLIS = 5;

    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient sockets = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final int streams;

    StreamClient(int streams) {
        this.streams = streams;
    }

    /** One stream; lives on the event loop. Times are those of {@link System#nanoTime}. */
    private static final class Stream {

        private final long askedAt = System.nanoTime();
        private final long[] sent = new long[PacedUpstream.FRAMES];
        private final long[] seen = new long[PacedUpstream.FRAMES];
        private final StringBuilder line = new StringBuilder();
        private final StringBuilder events = new StringBuilder();
        private int frames;
        private long wrong;
        /** Of the answer's head, and then of its chunks. */
        private boolean headSeen;

        private int leftOfChunk;
        private boolean lastChunk;
        private boolean ended;
        private boolean done;

        /**
         * True at its end.
         *
         * @throws IllegalStateException if this is no answer of 200 in chunks
         */
        boolean take(String bytes) {
            long now = System.nanoTime();
            for (int at = 0; at < bytes.length() && !ended; ) {
                at = leftOfChunk > 0 ? payload(bytes, at) : line(bytes, at);
            }
            int next = 0;
            for (int end = events.indexOf("\n\n"); end >= 0; end = events.indexOf("\n\n", next)) {
                event(events.substring(next, end), now);
                next = end + 2;
            }
            events.delete(0, next);
            return ended;
        }

        private int payload(String bytes, int from) {
            int to = Math.min(bytes.length(), from + leftOfChunk);
            events.append(bytes, from, to);
            leftOfChunk -= to - from;
            return to;
        }

        /** Of the head, or between two chunks. */
        private int line(String bytes, int from) {
            int end = bytes.indexOf('\n', from);
            line.append(bytes, from, end < 0 ? bytes.length() : end);
            if (end < 0) {
                return bytes.length();
            }
            String whole = line.toString().strip();
            line.setLength(0);
            if (!headSeen) {
                headSeen = whole.isEmpty();
                if (whole.startsWith("HTTP/1.1 ") && !whole.startsWith(OK)) {
                    throw new IllegalStateException(whole);
                }
            } else if (lastChunk) {
                ended = whole.isEmpty();
            } else if (!whole.isEmpty()) {
                leftOfChunk = Integer.parseInt(whole, 16);
                lastChunk = leftOfChunk == 0;
            }
            return end + 1;
        }

        private void event(String event, long now) {
            int place = event.indexOf(PLACE);
            if (place < 0) {
                done |= event.contains("[DONE]");
                return;
            }
            int time = event.indexOf(SENT, place);
            int number = Integer.parseInt(event, place + PLACE.length(), time - 1, 10);
            if (number != frames || frames == PacedUpstream.FRAMES) {
                wrong++;
                return;
            }
            sent[frames] = Long.parseLong(event, time + SENT.length(), event.length() - 1, 10);
            seen[frames++] = now;
        }

        long wrong() {
            return wrong + (done && frames == PacedUpstream.FRAMES ? 0 : 1);
        }

        LongStream first() {
            return frames == 0 ? LongStream.empty() : LongStream.of(seen[0] - askedAt);
        }

        LongStream gaps() {
            return LongStream.range(1, frames).map(n -> {
                int frame = (int) n;
                return Math.abs((seen[frame] - seen[frame - 1]) - (sent[frame] - sent[frame - 1]));
            });
        }
    }

    /** One stream after the other on one connection, until it is time to stop; lives on the event loop. */
    private final class Place {

        private final URI url;
        private final int number;
        private final long untilNanos;
        private final CountDownLatch stopped;
        private final List<Stream> all = new ArrayList<>();
        private Stream current = new Stream();
        private boolean over;

        Place(URI url, int number, long untilNanos, CountDownLatch stopped) {
            this.url = url;
            this.number = number;
            this.untilNanos = untilNanos;
            this.stopped = stopped;
        }

        void begin() {
            sockets.connect(url.getPort(), url.getHost()).onFailure(e -> end()).onSuccess(socket -> {
                socket.handler(bytes -> take(socket, bytes));
                socket.closeHandler(closed -> end());
                next(socket);
            });
        }

        /** An edge: whatever a server answers, it is one stream that went wrong. */
        private void take(NetSocket socket, Buffer bytes) {
            try {
                if (current.take(bytes.toString(ISO_8859_1))) {
                    next(socket);
                }
            } catch (IllegalStateException | NumberFormatException e) {
                socket.close();
            }
        }

        private void next(NetSocket socket) {
            if (System.nanoTime() - untilNanos >= 0) {
                end();
                socket.close();
                return;
            }
            String session = "stream-" + number + "-" + all.size();
            String body = "{\"model\":\"mock\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
                    + session + PROMPT + "\"}]}";
            String head = "POST " + url.getPath() + "/chat/completions HTTP/1.1\r\nhost: " + url.getAuthority()
                    + "\r\ncontent-type: application/json\r\nx-session-id: " + session + "\r\ncontent-length: "
                    + body.length() + "\r\n\r\n";
            byte[] request = (head + body).getBytes(ISO_8859_1);
            current = new Stream();
            all.add(current);
            socket.write(Buffer.buffer(request));
        }

        private void end() {
            if (!over) {
                over = true;
                stopped.countDown();
            }
        }
    }

    /** Begins no stream after so many seconds from when all are open; a place whose connection breaks stays empty. */
    StreamTimes run(String url, int seconds) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(streams);
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(seconds)
                + TimeUnit.MILLISECONDS.toNanos(streams * BETWEEN_FIRST_MILLIS);
        List<Place> places = new ArrayList<>();
        for (int number = 0; number < streams; number++) {
            Place place = new Place(URI.create(url), number, until, stopped);
            places.add(place);
            long wait = 1 + number * BETWEEN_FIRST_MILLIS;
            vertx.runOnContext(ready -> vertx.setTimer(wait, due -> place.begin()));
        }
        if (!stopped.await(PATIENCE_SECONDS + seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException(stopped.getCount() + " streams did not end");
        }
        List<Stream> all = places.stream().flatMap(place -> place.all.stream()).toList();
        return StreamTimes.of(
                all.stream().flatMapToLong(Stream::first).toArray(),
                all.stream().flatMapToLong(Stream::gaps).toArray(),
                all.stream().mapToLong(stream -> stream.frames).sum(),
                all.stream().mapToLong(Stream::wrong).sum());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
