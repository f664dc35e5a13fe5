package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.request.BadRequest;

/**
 * One request of a client on its way to a chat upstream.
 *
 * @param request what the upstream gets
 * @param answer the way back; of this request only
 */
public record Translation(ObjectNode request, AnswerTranslation answer) {

    /**
     * Translates a request.
     *
     * @param client any dialect but chat
     * @param body as the client sent it; not changed
     * @throws BadRequest with the field that chat has nothing for; {@link BadRequest#withoutHistory} where the
     *     conversation is not all there
     */
    public static Translation of(Dialect client, ObjectNode body) throws BadRequest {
        return switch (client) {
            case MESSAGES -> new Translation(MessagesToChat.request(body), new ChatToMessages());
            case RESPONSES -> new Translation(ResponsesToChat.request(body), new ChatToResponses(body));
            case CHAT -> throw new IllegalArgumentException("a chat client needs no translation");
        };
    }
}
