package io.molt.cli.drill.hostile;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Tries keys that nobody has, so many a second, over a few connections. */
final class BadKeys implements Attack {

    private static final int CONNECTIONS = 20;
    private static final int TICK_MILLIS = 4;
    private static final int TICKS_PER_SECOND = 1_000 / TICK_MILLIS;
    private static final String BODY = "{\"model\":\"mock\",\"messages\":[]}";
    private static final String REFUSED = "HTTP/1.1 401";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final List<NetSocket> open = new ArrayList<>();
    private final AtomicLong refused = new AtomicLong();
    private final int port;
    private final int perTick;
    private long tried;

    private BadKeys(int port, int perSecond) {
        this.port = port;
        this.perTick = perSecond / TICKS_PER_SECOND;
    }

    static BadKeys on(int port, int perSecond) {
        BadKeys attack = new BadKeys(port, perSecond);
        attack.vertx.runOnContext(ready -> {
            for (int n = 0; n < CONNECTIONS; n++) {
                attack.connect();
            }
            attack.vertx.setPeriodic(TICK_MILLIS, tick -> attack.ask());
        });
        return attack;
    }

    private void connect() {
        client.connect(port, "127.0.0.1").onSuccess(socket -> {
            open.add(socket);
            StringBuilder rest = new StringBuilder();
            socket.handler(bytes -> count(rest, bytes));
            socket.exceptionHandler(e -> {});
            socket.closeHandler(closed -> {
                open.remove(socket);
                connect();
            });
        });
    }

    private void count(StringBuilder rest, Buffer bytes) {
        rest.append(bytes.toString(StandardCharsets.ISO_8859_1));
        int at = 0;
        for (int found = rest.indexOf(REFUSED); found >= 0; found = rest.indexOf(REFUSED, at)) {
            refused.incrementAndGet();
            at = found + REFUSED.length();
        }
        rest.delete(0, Math.max(at, rest.length() - REFUSED.length() + 1));
    }

    private void ask() {
        for (int n = 0; n < perTick && !open.isEmpty(); n++) {
            NetSocket socket = open.get((int) (tried++ % open.size()));
            if (!socket.writeQueueFull()) {
                socket.write("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer molt_"
                        + "%043d".formatted(tried) + "\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY);
            }
        }
    }

    /** Those that were refused. */
    @Override
    public long attempts() {
        return refused.get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
