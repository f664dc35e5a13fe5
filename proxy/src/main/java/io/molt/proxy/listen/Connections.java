package io.molt.proxy.listen;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The connections that are open; looks through them again and again and closes those that only hold a place. */
public final class Connections {

    private final ConnectionLimits limits;
    private final Map<HttpConnection, Open> open = new ConcurrentHashMap<>();
    private final LongAdder closed = new LongAdder();

    /** A request whose response is not over. */
    private record Pending(HttpServerRequest request, RequestPatience patience) {

        boolean isOver() {
            return request.response().ended() || request.response().closed();
        }

        boolean hasTime(long nowNanos) {
            try {
                HttpServerResponse response = request.response();
                return patience.hears(request.isEnded(), request.bytesRead(), nowNanos)
                        && patience.writes(response.writeQueueFull(), response.bytesWritten(), nowNanos);
            } catch (IllegalStateException endedMeanwhile) {
                return true;
            }
        }
    }

    /** One connection and its requests. Guarded by itself. */
    private static final class Open {

        private final ConnectionLimits limits;
        private final Patience patience;
        private final Queue<Pending> requests = new ArrayDeque<>();

        Open(ConnectionLimits limits) {
            this.limits = limits;
            this.patience = new Patience(limits, System.nanoTime());
        }

        synchronized void began(HttpServerRequest request) {
            long now = System.nanoTime();
            requests.removeIf(Pending::isOver);
            requests.add(new Pending(request, new RequestPatience(limits, now)));
            patience.begun(now);
        }

        /** Requests whose clients have had their time. */
        synchronized List<HttpServerRequest> over(long nowNanos) {
            requests.removeIf(Pending::isOver);
            List<HttpServerRequest> over = requests.stream()
                    .filter(pending -> !pending.hasTime(nowNanos))
                    .map(Pending::request)
                    .toList();
            if (!requests.isEmpty()) {
                patience.busy(nowNanos);
            }
            return over;
        }

        synchronized boolean isOver(long nowNanos) {
            return patience.isOver(nowNanos);
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
        open.put(connection, new Open(limits));
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

    /** How many had to be closed, or how many requests of one that goes on. */
    public long closedByUs() {
        return closed.sum();
    }

    private void look(long nowNanos) {
        open.forEach((connection, known) -> {
            known.over(nowNanos).forEach(this::giveUp);
            if (known.isOver(nowNanos)) {
                close(connection);
            }
        });
    }

    /** Others on the same connection go on where its protocol lets them. */
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that is closed already is as good
    private void giveUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            closed.increment();
            request.response().reset();
        } else if (request.connection() instanceof HttpServerConnection connection) {
            closed.increment();
            // Closed in order, it would wait until its client has read what is written.
            connection.channelHandlerContext().close();
        }
    }

    private void close(HttpConnection connection) {
        closed.increment();
        connection.close().onFailure(e -> open.remove(connection));
    }
}
