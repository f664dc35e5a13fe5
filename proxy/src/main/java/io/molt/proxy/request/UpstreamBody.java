package io.molt.proxy.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.body.JsonScan.Member;
import io.molt.proxy.body.Splice;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The request as the upstream shall get it: what nobody edits stays as the client wrote it, byte for byte. */
public final class UpstreamBody {

    private static final Set<String> PARTS = Set.of("content");

    private final TurnRequest request;
    private final JsonScan body;
    private final Splice splice = new Splice();

    private UpstreamBody(TurnRequest request) {
        this.request = request;
        this.body = request.body();
    }

    /**
     * Edits a request.
     *
     * @param model what the upstream calls it; empty if the client's own word goes through
     * @param trained also ask for what training needs: token ids and the log-probabilities of what was sampled
     * @param injected text to add to the system prompt; empty for none
     */
    public static byte[] of(TurnRequest request, Optional<String> model, boolean trained, String injected) {
        UpstreamBody edited = new UpstreamBody(request);
        edited.removeIdentity();
        model.ifPresent(name -> edited.set("model", '"' + JsonText.escaped(name) + '"'));
        if (trained) {
            edited.set("logprobs", "true");
            edited.set("return_token_ids", "true");
            // An engine's own idea of a good temperature would make the recorded log-probabilities somebody else's.
            if (!edited.body.value("temperature").isNumber()) {
                edited.set("temperature", "1");
            }
        }
        if (!injected.isEmpty()) {
            edited.inject(JsonText.escaped(injected));
        }
        return edited.splice.apply(edited.body.bytes());
    }

    private void removeIdentity() {
        List<Member> members = body.members();
        int keptEnd = body.object().from() + 1;
        for (int position = 0; position < members.size(); position++) {
            Member member = members.get(position);
            boolean last = position == members.size() - 1;
            if (!Claims.BODY_FIELDS.contains(member.name())) {
                keptEnd = member.value().to();
            } else if (last) {
                splice.remove(keptEnd, member.value().to());
            } else {
                splice.remove(member.from(), members.get(position + 1).from());
            }
        }
    }

    /** Wherever it stands; else as a new member in front, where no comma can be wrong. */
    private void set(String name, String json) {
        boolean there = false;
        for (Member member : body.members()) {
            if (member.name().equals(name)) {
                splice.replace(member.value(), json);
                there = true;
            }
        }
        if (!there) {
            splice.insert(body.object().from() + 1, '"' + name + "\":" + json + ',');
        }
    }

    private void inject(String escaped) {
        switch (request.dialect()) {
            case CHAT -> injectIntoMessages(escaped);
            case MESSAGES -> injectInto("system", escaped);
            case RESPONSES -> injectInto("instructions", escaped);
        }
    }

    private void injectIntoMessages(String escaped) {
        Extent first = body.member("messages").orElseThrow().elements().get(0);
        JsonScan message = scan(first);
        if (!message.text("role").equals("system")) {
            splice.insert(first.from(), "{\"role\":\"system\",\"content\":\"" + escaped + "\"},");
            return;
        }
        Optional<Member> content = message.member("content");
        if (content.isEmpty()) {
            splice.insert(first.to() - 1, ",\"content\":\"" + escaped + '"');
        } else {
            append(content.get(), escaped);
        }
    }

    private void injectInto(String name, String escaped) {
        Optional<Member> system = body.member(name);
        if (system.isEmpty()) {
            set(name, '"' + escaped + '"');
        } else {
            append(system.get(), escaped);
        }
    }

    /** To a text, to the last text of a list of parts, or in the place of what is neither. */
    private void append(Member content, String escaped) {
        if (content.isString()) {
            splice.insert(content.value().to() - 1, escaped);
        } else if (content.isList()) {
            appendToParts(content, escaped);
        } else {
            splice.replace(content.value(), '"' + escaped + '"');
        }
    }

    /**
     * Into the last text part: a part of its own would be joined with one more line break than was recorded. But where
     * parts are marked for a cache, a part of its own keeps what is cached before it.
     */
    private void appendToParts(Member parts, String escaped) {
        String part = "{\"type\":\"text\",\"text\":\"" + escaped + "\"}";
        if (parts.elements().isEmpty()) {
            splice.insert(parts.value().to() - 1, part);
            return;
        }
        for (int position = parts.elements().size() - 1; position >= 0; position--) {
            Extent place = parts.elements().get(position);
            JsonNode decoded = body.value(place);
            if (decoded.path("text").isTextual()) {
                boolean cached = request.dialect() == Dialect.MESSAGES && decoded.has("cache_control");
                if (cached) {
                    break;
                }
                splice.insert(scan(place).member("text").orElseThrow().value().to() - 1, escaped);
                return;
            }
        }
        splice.insert(parts.elements().get(parts.elements().size() - 1).to(), "," + part);
    }

    private JsonScan scan(Extent place) {
        try {
            return JsonScan.of(body.bytes(), place, PARTS);
        } catch (IOException e) {
            throw new UncheckedIOException("a part of a body that was scanned cannot be scanned", e);
        }
    }
}
