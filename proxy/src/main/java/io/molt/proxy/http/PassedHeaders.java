package io.molt.proxy.http;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
    /** We read the answer, so it comes as it is; a client that wants it compressed gets it as it is, too. */
    private static final String ACCEPT_ENCODING = "accept-encoding";

    private PassedHeaders() {}

    static void toUpstream(MultiMap from, MultiMap to, Upstream upstream) {
        pass(from, to);
        to.set(ACCEPT_ENCODING, "identity");
        to.set("content-type", "application/json");
        upstream.authorization().ifPresent(value -> to.set("authorization", value));
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
