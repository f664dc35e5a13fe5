package io.molt.operators.pairing;

import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rebuilds texts from references. */
final class Prompt {

    private static final int NEXT_STATE_CHARS = 8_000;

    private Prompt() {}

    /**
     * The prompt as the policy got it.
     *
     * @param injected what the proxy appended to the first system message; if there was none, that became one
     * @param maxChars cut from the front to this; the system message and the end of the last message are kept, as far as they
     *     fit themselves
     */
    static List<ChatMessage> messages(
            List<ContextMessage> context, SessionStore bodies, String injected, int maxChars) {
        List<ChatMessage> messages = new ArrayList<>();
        for (ContextMessage message : context) {
            messages.add(chat(message, bodies));
        }
        if (!injected.isEmpty()) {
            if (startsWithSystem(messages)) {
                messages.set(0, new ChatMessage("system", messages.get(0).content() + injected));
            } else {
                messages.add(0, new ChatMessage("system", injected));
            }
        }
        return cut(messages, maxChars);
    }

    /** What a request says after the last reply, tools and user, cut to the judge's budget. */
    static String nextState(List<ContextMessage> context, SessionStore bodies) {
        List<String> texts = Place.tail(context).stream()
                .map(message -> text(message, bodies))
                .toList();
        String joined = String.join("\n", texts);
        return joined.length() <= NEXT_STATE_CHARS ? joined : joined.substring(0, NEXT_STATE_CHARS);
    }

    private static List<ChatMessage> cut(List<ChatMessage> messages, int maxChars) {
        int first = startsWithSystem(messages) ? 1 : 0;
        if (first == 1 && messages.get(0).content().length() > maxChars) {
            return List.of(new ChatMessage("system", messages.get(0).content().substring(0, maxChars)));
        }
        int left = maxChars - (first == 1 ? messages.get(0).content().length() : 0);
        int from = messages.size();
        while (from > first && left >= messages.get(from - 1).content().length()) {
            from--;
            left -= messages.get(from).content().length();
        }
        List<ChatMessage> kept = new ArrayList<>(messages.subList(0, first));
        if (from == messages.size() && from > first) {
            ChatMessage last = messages.get(from - 1);
            int length = last.content().length();
            kept.add(new ChatMessage(last.role(), last.content().substring(length - Math.max(0, left))));
        }
        kept.addAll(messages.subList(from, messages.size()));
        return kept;
    }

    private static boolean startsWithSystem(List<ChatMessage> messages) {
        return !messages.isEmpty() && messages.get(0).role().equals("system");
    }

    /** The role is as the client sent it; a body that came in pieces does not say. */
    private static ChatMessage chat(ContextMessage message, SessionStore bodies) {
        Optional<MessageBody> body = bodies.body(message.bodyHash());
        String role =
                body.map(MessageBody::role).filter(known -> !known.isEmpty()).orElse(message.role());
        String text = body.map(MessageBody::text).orElse("");
        return new ChatMessage(role.equals("developer") ? "system" : role, text);
    }

    private static String text(ContextMessage message, SessionStore bodies) {
        return bodies.body(message.bodyHash()).map(MessageBody::text).orElse("");
    }
}
