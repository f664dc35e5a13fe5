package io.molt.proxy.request;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.body.JsonScan.Member;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageText;
import java.util.List;
import java.util.Optional;

/**
 * What of a request decides which skills help.
 *
 * @param system what stands where molt would inject; empty if the client says nothing there
 * @param lastUser the text of the user's last message; empty if there is none
 */
public record Prompt(Optional<String> system, String lastUser) {

    public Prompt {
        requireNonNull(system, "system");
        requireNonNull(lastUser, "lastUser");
    }

    public static Prompt of(TurnRequest request) {
        return new Prompt(system(request), lastUser(request));
    }

    private static Optional<String> system(TurnRequest request) {
        JsonScan body = request.body();
        return switch (request.dialect()) {
            case CHAT -> Optional.of(body.value(
                            body.member("messages").orElseThrow().elements().get(0)))
                    .filter(first -> first.path("role").asText().equals("system"))
                    .map(MessageText::of);
            case MESSAGES -> present(body, "system").map(Prompt::textOfSystem);
            case RESPONSES -> present(body, "instructions").map(JsonNode::asText);
        };
    }

    private static Optional<JsonNode> present(JsonScan body, String name) {
        return body.member(name).filter(member -> !member.isNull()).map(member -> body.value(member.value()));
    }

    private static String textOfSystem(JsonNode system) {
        return MessageText.of(JsonText.object().set("content", system));
    }

    private static String lastUser(TurnRequest request) {
        JsonScan body = request.body();
        String name = request.dialect() == Dialect.RESPONSES ? "input" : "messages";
        Optional<Member> history = body.member(name);
        if (history.filter(Member::isString).isPresent()) {
            return body.text(name);
        }
        List<Extent> places = history.map(Member::elements).orElse(List.of());
        for (int position = places.size() - 1; position >= 0; position--) {
            JsonNode message = body.glance(places.get(position));
            String text = message.path("role").asText().equals("user") ? MessageText.of(message) : "";
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }
}
