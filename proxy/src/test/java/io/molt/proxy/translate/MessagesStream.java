package io.molt.proxy.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;

/** Reads events as strictly as Anthropic's API sends them; anything else is an error. */
final class MessagesStream {

    private ObjectNode message = JsonText.object();
    private final StringBuilder input = new StringBuilder();
    private boolean blockOpen;
    private boolean stopped;

    void read(String name, JsonNode event) throws IOException {
        assertThat(name).isEqualTo(event.path("type").asText());
        assertThat(stopped).as("ended before " + event).isFalse();
        if (!name.equals("message_start")) {
            assertThat(message.path("id").asText()).startsWith("msg_");
        }
        switch (name) {
            case "message_start" -> {
                assertThat(message).isEmpty();
                message = event.path("message").deepCopy();
                assertThat(message.path("content")).isEmpty();
                assertThat(message.path("usage").has("input_tokens")).isTrue();
            }
            case "content_block_start" -> {
                assertThat(blockOpen).isFalse();
                blockOpen = true;
                assertThat(event.path("index").asInt()).isEqualTo(content().size());
                content().add(event.path("content_block").deepCopy());
                input.setLength(0);
            }
            case "content_block_delta" -> delta(event);
            case "content_block_stop" -> {
                assertThat(blockOpen).isTrue();
                blockOpen = false;
                if (!input.isEmpty()) {
                    last().set("input", JsonText.parse(input.toString()));
                }
            }
            case "message_delta" -> {
                assertThat(blockOpen).isFalse();
                assertThat(event.path("delta").path("stop_reason").isTextual()).isTrue();
                message.setAll((ObjectNode) event.path("delta"));
                message.set("usage", event.path("usage"));
            }
            case "message_stop" -> {
                assertThat(message.path("stop_reason").isTextual()).isTrue();
                stopped = true;
            }
            default -> throw new AssertionError("unknown event " + name);
        }
    }

    private void delta(JsonNode event) {
        assertThat(blockOpen).isTrue();
        assertThat(event.path("index").asInt()).isEqualTo(content().size() - 1);
        JsonNode delta = event.path("delta");
        switch (delta.path("type").asText()) {
            case "text_delta" -> grow("text", delta);
            case "thinking_delta" -> grow("thinking", delta);
            case "input_json_delta" -> {
                assertThat(last().path("type").asText()).isEqualTo("tool_use");
                input.append(delta.path("partial_json").asText());
            }
            default -> throw new AssertionError("unknown delta " + delta);
        }
    }

    private void grow(String field, JsonNode delta) {
        assertThat(last().path("type").asText()).isEqualTo(field);
        last().put(field, last().path(field).asText() + delta.path(field).asText());
    }

    boolean stopped() {
        return stopped;
    }

    /** As a client has it in the end. */
    ObjectNode message() {
        return message;
    }

    private ArrayNode content() {
        return (ArrayNode) message.path("content");
    }

    private ObjectNode last() {
        return (ObjectNode) content().get(content().size() - 1);
    }
}
