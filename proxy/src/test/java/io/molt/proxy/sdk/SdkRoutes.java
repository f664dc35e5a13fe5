package io.molt.proxy.sdk;

import io.molt.proxy.Proxy;
import io.molt.proxy.ProxyWithoutKafka;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Ways from a client to the scripted upstream. */
final class SdkRoutes implements AutoCloseable {

    /**
     * One way.
     *
     * @param name for the report
     * @param base where the client sends its requests, without a path
     * @param translated the upstream is asked in chat, whatever the client speaks
     * @param upstream where it leads
     */
    record Route(String name, String base, boolean translated, SdkUpstream upstream) {

        @Override
        public String toString() {
            return name;
        }
    }

    private final SdkUpstream upstream = new SdkUpstream();
    private final Queue<TurnEvent> recorded = new ConcurrentLinkedQueue<>();
    private final Proxy passing = proxy("chat, responses, messages");
    private final Proxy translating = proxy("chat");

    SdkRoutes() throws IOException {}

    private Proxy proxy(String speaks) {
        return ProxyWithoutKafka.before(upstream.url() + "/v1", speaks, this::record);
    }

    /** What the proxies have recorded so far. */
    List<TurnEvent> recorded() {
        return List.copyOf(recorded);
    }

    /** Waits until the proxies have recorded such an event; false if none comes. */
    boolean awaitRecorded(Predicate<TurnEvent> wanted, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        synchronized (recorded) {
            while (recorded.stream().noneMatch(wanted)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                recorded.wait(left / 1_000_000 + 1);
            }
        }
        return true;
    }

    private void record(TurnEvent event) {
        synchronized (recorded) {
            recorded.add(event);
            recorded.notifyAll();
        }
    }

    SdkUpstream upstream() {
        return upstream;
    }

    List<Route> all() {
        return List.of(
                new Route("direct", upstream.url(), false, upstream),
                new Route("passed", "http://127.0.0.1:" + passing.port(), false, upstream),
                new Route("translated", "http://127.0.0.1:" + translating.port(), true, upstream));
    }

    /** For the clients that are not written in Java. */
    String json() {
        var routes = JsonText.object().arrayNode();
        for (Route route : all()) {
            routes.addObject()
                    .put("name", route.name())
                    .put("base", route.base())
                    .put("translated", route.translated())
                    .put("upstream", upstream.url());
        }
        return JsonText.write(routes);
    }

    @Override
    public void close() {
        passing.close();
        translating.close();
        upstream.close();
    }
}
