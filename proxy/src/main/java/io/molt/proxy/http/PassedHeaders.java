package io.molt.proxy.http;

import io.molt.proxy.access.Access;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.reply.Decoder;
import io.molt.proxy.turn.OpenTurn;
import io.molt.proxy.upstream.Upstream;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which headers go on to the other side: all but those of the connection itself. */
final class PassedHeaders {

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "host",
            "expect");
    private static final String ACCEPT_ENCODING = "accept-encoding";

    private PassedHeaders() {}

    /** What an upstream gets of a turn's headers. */
    static void toUpstream(MultiMap from, MultiMap to, OpenTurn turn) {
        toUpstream(from, to, turn.upstream(), turn.upstreamDialect());
        if (turn.isTranslated()) {
            keyAsChatHasIt(to);
        }
        boolean asItComes = turn.view().isEverything() && !turn.isTranslated();
        String accepted = Optional.ofNullable(from.get(ACCEPT_ENCODING)).orElse("");
        // What is edited on its way must come as it is, and a client that accepts no encoding gets none.
        to.set(ACCEPT_ENCODING, asItComes ? Decoder.readable(accepted) : "identity");
        to.set("content-type", "application/json");
    }

    /** What an upstream gets of any request's headers. */
    static void toUpstream(MultiMap from, MultiMap to, Upstream upstream, Dialect dialect) {
        pass(from, to);
        to.remove("content-encoding"); // bodies were unpacked when they were read
        dropOurKeys(to);
        upstream.endpoint().apiKey().ifPresent(key -> {
            to.remove("authorization").remove("x-api-key");
            if (dialect == Dialect.MESSAGES) {
                to.set("x-api-key", key.value());
            } else {
                to.set("authorization", "Bearer " + key.value());
            }
        });
    }

    /** An Anthropic client's own key is in a header that chat upstreams do not look at. */
    private static void keyAsChatHasIt(MultiMap headers) {
        String key = headers.get("x-api-key");
        headers.remove("x-api-key");
        if (key != null && !headers.contains("authorization")) {
            headers.set("authorization", "Bearer " + key);
        }
    }

    /** A key of molt's own is nobody else's business. */
    private static void dropOurKeys(MultiMap headers) {
        headers.entries().stream()
                .filter(header -> !Access.mayPass(header.getValue()))
                .map(Map.Entry::getKey)
                .forEach(headers::remove);
    }

    static void toClient(MultiMap from, MultiMap to) {
        pass(from, to);
    }

    private static void pass(MultiMap from, MultiMap to) {
        for (var header : from) {
            if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** A name as a header may say it: what is not printable ASCII is percent-encoded. */
    static String value(String name) {
        StringBuilder value = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            if (each > 0x20 && each < 0x7f && each != '%') {
                value.append((char) each);
            } else {
                value.append('%').append("%02X".formatted(each));
            }
        }
        return value.toString();
    }
}
