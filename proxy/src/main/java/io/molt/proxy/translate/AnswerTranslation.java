package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A chat upstream's answer to one request, for a client of another dialect. Either in one piece or event by event. */
public sealed interface AnswerTranslation permits ChatToMessages, ChatToResponses {

    /** The body for the client, UTF-8. */
    byte[] whole(JsonNode chatCompletion);

    /**
     * What one chunk of the stream means.
     *
     * @return server-sent events, each complete with its empty line; none if the client need not know
     */
    List<byte[]> event(JsonNode chatChunk);

    /**
     * What is left to say when the upstream's stream has ended; nothing the second time.
     *
     * @return the events that end the stream; none if the upstream broke off or failed, so that nothing looks whole
     */
    List<byte[]> done();

    /**
     * The body for the client of an answer that is an error, UTF-8.
     *
     * @param status of the upstream's answer, which the client gets too
     * @param chatErrorBody anything
     */
    byte[] error(int status, byte[] chatErrorBody);
}
