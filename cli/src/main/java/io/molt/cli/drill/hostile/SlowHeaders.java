package io.molt.cli.drill.hostile;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Many connections that send a byte of a header now and then, and come again when they are closed. */
final class SlowHeaders implements Attack {

    private static final int CONNECT_MILLIS = 2;
    private static final int TICK_MILLIS = 20;
    private static final int TICKS_PER_BYTE = 50;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final Deque<NetSocket> open = new ArrayDeque<>();
    private final AtomicLong opened = new AtomicLong();
    private final int port;
    private final int connections;
    private int waiting;

    private SlowHeaders(int port, int connections) {
        this.port = port;
        this.connections = connections;
    }

    static SlowHeaders on(int port, int connections) {
        SlowHeaders attack = new SlowHeaders(port, connections);
        attack.vertx.runOnContext(ready -> {
            attack.vertx.setPeriodic(CONNECT_MILLIS, tick -> attack.connect());
            attack.vertx.setPeriodic(TICK_MILLIS, tick -> attack.drip());
        });
        return attack;
    }

    private void connect() {
        if (open.size() + waiting >= connections) {
            return;
        }
        waiting++;
        client.connect(port, "127.0.0.1").onComplete(done -> {
            waiting--;
            if (done.failed()) {
                return;
            }
            NetSocket socket = done.result();
            opened.incrementAndGet();
            open.add(socket);
            socket.closeHandler(closed -> open.remove(socket));
            socket.exceptionHandler(e -> open.remove(socket));
            socket.write("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ");
        });
    }

    /** Each in its turn, once a second. */
    private void drip() {
        for (int left = open.size() / TICKS_PER_BYTE; left > 0 && !open.isEmpty(); left--) {
            NetSocket next = open.remove();
            open.add(next);
            next.write("x");
        }
    }

    @Override
    public long attempts() {
        return opened.get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
