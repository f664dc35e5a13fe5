package io.molt.proxy;

import io.molt.proxy.capture.CaptureAck;
import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.capture.CaptureLimits;
import io.molt.proxy.capture.SpoolConfig;
import io.molt.proxy.dialect.Dialects;
import io.molt.proxy.skill.SkillLimits;
import io.molt.proxy.upstream.Names;
import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A proxy before a scripted upstream, and what came of it. */
record Started(ScriptedUpstream upstream, RecordedTurns turns, Proxy proxy, ProxyClient client, List<String> live)
        implements AutoCloseable {

    static final long NOW = 1_700_000_000_000L;

    static Started before(ScriptedUpstream.Script script) throws Exception {
        return before(new ScriptedUpstream(script));
    }

    static Started before(ScriptedUpstream upstream) {
        RecordedTurns turns = new RecordedTurns();
        List<String> live = new ArrayList<>();
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
        Proxy proxy = Proxy.start(config(upstream.url()), clock, turns, route -> live.add(route.policy()));
        return new Started(upstream, turns, proxy, ProxyClient.of(proxy), live);
    }

    static ProxyConfig config(String url) {
        return new ProxyConfig(
                new ProxyConfig.Address("127.0.0.1", 0, 4 << 20),
                upstreams(url),
                "nowhere:1",
                "",
                Path.of("/adapters"),
                new CaptureConfig(new CaptureLimits(1000, 64 << 20), CaptureAck.ASYNC, SpoolConfig.NONE),
                Optional.of(new SkillLimits(6, 600)),
                Protection.none());
    }

    static Upstreams upstreams(String url) {
        Names all = Names.of("*");
        return new Upstreams(
                List.of(),
                new Upstream(
                        "default",
                        new Upstream.Endpoint(url, Dialects.of("chat"), Optional.empty()),
                        new Upstream.Serves(all, all, Names.of("molt")),
                        "base",
                        true,
                        true));
    }

    @Override
    public void close() throws Exception {
        proxy.close();
        upstream.close();
    }
}
