package io.molt.engine.reply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.engine.request.CompletionRequest.Answer;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The JSON of one answer, whole or in chunks, as OpenAI's clients and vLLM's extensions want it.
 */
public final class AnswerJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final String id;
    private final long createdSeconds;
    private final String model;
    private final Answer wanted;

    /**
     * Nothing is written yet.
     *
     * @param id of the answer
     * @param createdSeconds epoch seconds UTC
     * @param model as the client named it
     * @param wanted what it shall hold
     */
    public AnswerJson(String id, long createdSeconds, String model, Answer wanted) {
        this.id = id;
        this.createdSeconds = createdSeconds;
        this.model = model;
        this.wanted = wanted;
    }

    /** A whole answer. */
    public byte[] whole(int[] prompt, Reply reply) {
        ObjectNode json = head("chat.completion");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", reply.text());
        putTokens(choice, reply.pieces());
        choice.put("finish_reason", reply.finishReason());
        putUsage(json, prompt.length, reply.pieces().size());
        putPrompt(json, prompt);
        return bytes(json);
    }

    /** The chunk that opens a stream. */
    public byte[] opening(int[] prompt) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull("finish_reason");
        putPrompt(json, prompt);
        return event(json);
    }

    /** The chunk of one token. */
    public byte[] chunk(Piece piece) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("content", piece.text());
        putTokens(choice, List.of(piece));
        choice.putNull("finish_reason");
        return event(json);
    }

    /** The chunks that close a stream: the text held back, the reason, the usage if wanted, {@code [DONE]}. */
    public byte[] closing(int[] prompt, Reply reply, String rest) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        ObjectNode delta = choice.putObject("delta");
        if (!rest.isEmpty()) {
            delta.put("content", rest);
        }
        putTokens(choice, List.of());
        choice.put("finish_reason", reply.finishReason());
        String events = new String(event(json), UTF_8);
        if (wanted.usage()) {
            ObjectNode usage = head("chat.completion.chunk");
            usage.putArray("choices");
            putUsage(usage, prompt.length, reply.pieces().size());
            events += new String(event(usage), UTF_8);
        }
        return (events + "data: [DONE]\n\n").getBytes(UTF_8);
    }

    private ObjectNode head(String object) {
        return MAPPER.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model);
    }

    private void putPrompt(ObjectNode json, int[] prompt) {
        if (wanted.tokenIds()) {
            ArrayNode ids = json.putArray("prompt_token_ids");
            for (int token : prompt) {
                ids.add(token);
            }
        }
    }

    private void putTokens(ObjectNode choice, List<Piece> pieces) {
        if (wanted.tokenIds()) {
            ArrayNode ids = choice.putArray("token_ids");
            pieces.forEach(piece -> ids.add(piece.token()));
        }
        if (wanted.logProbs()) {
            ArrayNode content = choice.putObject("logprobs").putArray("content");
            pieces.forEach(piece -> putLogProb(content, piece));
        } else {
            choice.putNull("logprobs");
        }
    }

    private static void putLogProb(ArrayNode content, Piece piece) {
        ObjectNode token = content.addObject();
        token.put("token", new String(piece.bytes(), UTF_8)).put("logprob", piece.logProb());
        ArrayNode bytes = token.putArray("bytes");
        for (byte each : piece.bytes()) {
            bytes.add(each & 0xff);
        }
        token.putArray("top_logprobs");
    }

    private static void putUsage(ObjectNode json, int prompt, int reply) {
        json.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", reply)
                .put("total_tokens", prompt + reply);
    }

    private static byte[] event(ObjectNode json) {
        return ("data: " + write(json) + "\n\n").getBytes(UTF_8);
    }

    private static byte[] bytes(JsonNode json) {
        return write(json).getBytes(UTF_8);
    }

    private static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
