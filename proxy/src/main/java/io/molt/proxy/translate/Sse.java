package io.molt.proxy.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;

/** Server-sent events as both APIs write them: named by the type of their data. */
final class Sse {

    private Sse() {}

    static byte[] event(ObjectNode data) {
        return ("event: " + data.path("type").asText() + "\ndata: " + JsonText.write(data) + "\n\n").getBytes(UTF_8);
    }
}
