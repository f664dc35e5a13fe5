package io.molt.proxy;

import io.molt.proxy.capture.CaptureAck;
import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.capture.CaptureLimits;
import io.molt.proxy.capture.SpoolConfig;
import io.molt.proxy.dialect.Dialects;
import io.molt.proxy.skill.SkillLimits;
import io.molt.proxy.trace.Telemetry;
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

    /** An upstream that is not trained here, speaks some dialects and gets its clients' own keys. */
    static Started untrained(String dialects, ScriptedUpstream.Script script) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(script);
        return before(upstream, upstreams(upstream.url(), dialects, false));
    }

    /** The same behind some protection. */
    static Started untrained(String dialects, Protection protection, ScriptedUpstream.Script script) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(script);
        return before(upstream, upstreams(upstream.url(), dialects, false), protection);
    }

    static Started before(ScriptedUpstream upstream) {
        return before(upstream, upstreams(upstream.url(), "chat", true));
    }

    static Started before(ScriptedUpstream upstream, Upstreams upstreams) {
        return before(upstream, upstreams, Protection.none());
    }

    static Started before(ScriptedUpstream upstream, Protection protection) {
        return before(upstream, upstreams(upstream.url(), "chat", true), protection);
    }

    private static Started before(ScriptedUpstream upstream, Upstreams upstreams, Protection protection) {
        RecordedTurns turns = new RecordedTurns();
        List<String> live = new ArrayList<>();
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
        Proxy proxy = Proxy.start(config(upstreams, protection), clock, turns, route -> live.add(route.policy()));
        return new Started(upstream, turns, proxy, ProxyClient.of(proxy), live);
    }

    static ProxyConfig config(String url) {
        return config(url, Protection.none());
    }

    static ProxyConfig config(String url, Protection protection) {
        return config(upstreams(url, "chat", true), protection);
    }

    private static ProxyConfig config(Upstreams upstreams, Protection protection) {
        return new ProxyConfig(
                new ProxyConfig.Address("127.0.0.1", 0, 8 << 20, 24 << 20),
                upstreams,
                "nowhere:1",
                "",
                Path.of("/adapters"),
                new CaptureConfig(new CaptureLimits(100_000, 64 << 20), CaptureAck.ASYNC, SpoolConfig.NONE),
                Optional.of(new SkillLimits(6, 600)),
                protection,
                Telemetry.OFF);
    }

    private static Upstreams upstreams(String url, String dialects, boolean trained) {
        Names all = Names.of("*");
        return new Upstreams(
                List.of(),
                new Upstream(
                        "default",
                        new Upstream.Endpoint(url, Dialects.of(dialects), Optional.empty()),
                        new Upstream.Serves(all, all, Names.of("molt")),
                        "base",
                        trained,
                        true));
    }

    @Override
    public void close() throws Exception {
        proxy.close();
        upstream.close();
    }
}
