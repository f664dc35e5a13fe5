package io.molt.proxy.listen;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The connections that are open; looks through them several times a second and closes those that only hold a place. */
public final class Connections {

    private final ConnectionLimits limits;
    private final Map<HttpConnection, Open> open = new ConcurrentHashMap<>();
    private final LongAdder closed = new LongAdder();

    /** One connection, and its requests whose response is not over. Guarded by itself. */
    private static final class Open {

        private final Patience patience;
        private final Queue<HttpServerRequest> requests = new ArrayDeque<>();

        Open(Patience patience) {
            this.patience = patience;
        }

        synchronized void began(HttpServerRequest request) {
            requests.removeIf(Open::isOver);
            requests.add(request);
            patience.begun(System.nanoTime());
        }

        synchronized boolean isOver(long nowNanos) {
            requests.removeIf(Open::isOver);
            for (HttpServerRequest request : requests) {
                patience.busy(request.isEnded(), request.bytesRead(), nowNanos);
                if (patience.isOver(nowNanos)) {
                    return true;
                }
            }
            return requests.isEmpty() && patience.isOver(nowNanos);
        }

        private static boolean isOver(HttpServerRequest request) {
            return request.response().ended() || request.response().closed();
        }
    }

    /** None yet. */
    public Connections(Vertx vertx, ConnectionLimits limits) {
        this.limits = limits;
        long period = Math.max(10, Math.min(1_000, limits.firstRequest().toMillis() / 4));
        vertx.setPeriodic(period, tick -> look(System.nanoTime()));
    }

    /** A client has connected. */
    public void opened(HttpConnection connection) {
        if (open.size() >= limits.most()) {
            close(connection);
            return;
        }
        open.put(connection, new Open(new Patience(limits, System.nanoTime())));
        connection.closeHandler(gone -> open.remove(connection));
    }

    /** The headers of a request are here. */
    public void began(HttpServerRequest request) {
        Open known = open.get(request.connection());
        if (known != null) {
            known.began(request);
        }
    }

    public int count() {
        return open.size();
    }

    /** How many had to be closed. */
    public long closedByUs() {
        return closed.sum();
    }

    private void look(long nowNanos) {
        open.forEach((connection, known) -> {
            if (known.isOver(nowNanos)) {
                close(connection);
            }
        });
    }

    private void close(HttpConnection connection) {
        closed.increment();
        connection.close().onFailure(e -> open.remove(connection));
    }
}
