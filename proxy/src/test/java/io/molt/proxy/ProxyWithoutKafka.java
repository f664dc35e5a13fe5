package io.molt.proxy;

import io.molt.proxy.capture.TurnSink;
import io.molt.proxy.delivery.Fate;
import io.molt.proxy.dialect.Dialects;
import io.molt.proxy.upstream.Names;
import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import io.molt.schemas.turn.TurnEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A proxy without Kafka, for tests of other packages. */
public final class ProxyWithoutKafka {

    private ProxyWithoutKafka() {}

    /**
     * Starts a proxy on any free port.
     *
     * @param url of the upstream, with {@code /v1}
     * @param speaks what the upstream is asked in without translation, such as {@code chat, messages}
     * @param record called for every event, on any thread
     */
    public static Proxy before(String url, String speaks, Consumer<TurnEvent> record) {
        ProxyConfig config = Started.config(url);
        Names all = Names.of("*");
        Upstream upstream = new Upstream(
                "default",
                new Upstream.Endpoint(url, Dialects.of(speaks), Optional.empty()),
                new Upstream.Serves(all, all, Names.of("molt")),
                "base",
                true,
                true);
        ProxyConfig before = new ProxyConfig(
                config.address(),
                new Upstreams(List.of(), upstream),
                config.brokers(),
                config.keys(),
                config.adapters(),
                config.capture(),
                config.skills(),
                config.protection(),
                config.telemetry());
        return Proxy.start(before, InstantSource.system(), new Told(record), route -> {});
    }

    private record Told(Consumer<TurnEvent> events) implements TurnSink {

        @Override
        public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
            events.accept(event);
            fate.kept();
        }

        @Override
        public void close() {}
    }
}
