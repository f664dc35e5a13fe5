package io.molt.proxy.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;

/** Reads events as strictly as OpenAI's API sends them; anything else is an error. */
final class ResponsesStream {

    private final ArrayNode output = JsonText.object().arrayNode();
    private JsonNode response = JsonText.object();
    private String id = "";
    private String text = "";
    private boolean itemOpen;
    private boolean partOpen;
    private boolean stopped;
    private int next;

    void read(String name, JsonNode event) {
        assertThat(name).isEqualTo(event.path("type").asText());
        assertThat(stopped).as("ended before " + event).isFalse();
        assertThat(event.path("sequence_number").asInt(-1)).isEqualTo(next++);
        switch (name) {
            case "response.created" -> {
                assertThat(next).isEqualTo(1);
                id = event.path("response").path("id").asText();
                assertThat(id).startsWith("resp_");
            }
            case "response.in_progress" -> assertThat(event.at("/response/id").asText())
                    .isEqualTo(id);
            case "response.output_item.added" -> {
                assertThat(itemOpen).isFalse();
                itemOpen = true;
                text = "";
                assertThat(event.path("output_index").asInt()).isEqualTo(output.size());
                output.add(event.path("item").deepCopy());
            }
            case "response.content_part.added", "response.reasoning_summary_part.added" -> {
                inItem(event);
                assertThat(partOpen).isFalse();
                partOpen = true;
                list().add(event.path("part"));
            }
            case "response.output_text.delta", "response.refusal.delta", "response.reasoning_summary_text.delta" -> {
                inItem(event);
                assertThat(partOpen).isTrue();
                text += event.path("delta").asText();
            }
            case "response.output_text.done", "response.reasoning_summary_text.done" -> assertThat(
                            event.path("text").asText())
                    .isEqualTo(text);
            case "response.refusal.done" -> assertThat(event.path("refusal").asText())
                    .isEqualTo(text);
            case "response.content_part.done", "response.reasoning_summary_part.done" -> {
                inItem(event);
                assertThat(partOpen).isTrue();
                partOpen = false;
                list().removeAll().add(event.path("part"));
            }
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" -> {
                inItem(event);
                assertThat(partOpen).isFalse();
                text += event.path("delta").asText();
            }
            case "response.function_call_arguments.done" -> {
                assertThat(event.path("arguments").asText()).isEqualTo(text);
                item().put("arguments", text);
            }
            case "response.custom_tool_call_input.done" -> {
                assertThat(event.path("input").asText()).isEqualTo(text);
                item().put("input", text);
            }
            case "response.output_item.done" -> {
                assertThat(partOpen).isFalse();
                assertThat(itemOpen).isTrue();
                itemOpen = false;
                ObjectNode item = item();
                if (item.has("status")) {
                    item.set("status", event.path("item").path("status"));
                }
                assertThat(event.path("item")).isEqualTo(item);
            }
            case "response.completed", "response.incomplete" -> {
                response = event.path("response");
                assertThat(itemOpen).isFalse();
                assertThat(response.path("id").asText()).isEqualTo(id);
                assertThat(response.path("output")).isEqualTo(output);
                assertThat("response." + response.path("status").asText()).isEqualTo(name);
                stopped = true;
            }
            default -> throw new AssertionError("unknown event " + name);
        }
    }

    private void inItem(JsonNode event) {
        assertThat(itemOpen).isTrue();
        assertThat(event.path("output_index").asInt()).isEqualTo(output.size() - 1);
        assertThat(event.path("item_id").asText())
                .isNotEmpty()
                .isEqualTo(item().path("id").asText());
    }

    private ObjectNode item() {
        return (ObjectNode) output.get(output.size() - 1);
    }

    private ArrayNode list() {
        return (ArrayNode) item().path(item().has("summary") ? "summary" : "content");
    }

    boolean stopped() {
        return stopped;
    }

    /** As a client has it in the end. */
    JsonNode response() {
        return response;
    }
}
