package io.molt.engine.http;

import io.molt.engine.reply.AnswerJson;
import io.molt.engine.reply.Piece;
import io.molt.engine.reply.Reply;
import io.molt.engine.request.CompletionRequest;
import io.molt.engine.request.InvalidRequest;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.ContextLengthExceeded;
import io.molt.policy.decode.Decoder;
import io.molt.policy.decode.Sampling;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.text.ChatTemplate;
import io.molt.policy.text.Tokenizer;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Answers one request on the calling thread. Immutable but for the seeds it draws. */
final class Generator {

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Decoder decoder;
    private final LongSupplier seeds;

    /** Who hears of an answer while it is made; called on the thread that makes it. */
    interface Listener {

        /** Some bytes of a stream. */
        void bytes(byte[] bytes);

        /** Somebody still waits. */
        boolean waits();
    }

    /**
     * Ready.
     *
     * @param seeds for requests without one
     */
    Generator(PolicyDirectory policy, LongSupplier seeds) {
        this.tokenizer = policy.tokenizer();
        this.template = policy.template();
        this.decoder = new Decoder(policy);
        this.seeds = seeds;
    }

    /**
     * A whole answer, or a stream's.
     *
     * @return the last bytes
     * @throws InvalidRequest before any bytes were given
     */
    byte[] answer(CompletionRequest request, Optional<LoraAdapter> adapter, AnswerJson json, Listener listener)
            throws InvalidRequest {
        int[] prompt = template.prompt(request.messages());
        CompletionRequest.Choice choice = request.choice();
        Set<Integer> ends = choice.ignoreEnd() ? Set.of() : Set.of(tokenizer.endOfTurn(), tokenizer.endOfText());
        Sampling sampling = new Sampling(
                choice.temperature(),
                choice.topP(),
                choice.maxTokens(),
                choice.seed().orElseGet(seeds),
                ends);
        Reply reply = new Reply(tokenizer, ends, choice.stop());
        boolean stream = request.answer().stream();
        try {
            decoder.generate(prompt, adapter, sampling, (token, logProb) -> {
                if (stream && reply.pieces().isEmpty()) {
                    listener.bytes(json.opening(prompt));
                }
                Piece piece = reply.add(token, logProb);
                if (stream) {
                    listener.bytes(json.chunk(piece));
                }
                return listener.waits() && !reply.stopped();
            });
        } catch (ContextLengthExceeded e) {
            throw new InvalidRequest(400, "messages", "context_length_exceeded", contextLength(e));
        }
        String rest = reply.end();
        return stream ? json.closing(prompt, reply, rest) : json.whole(prompt, reply);
    }

    private static String contextLength(ContextLengthExceeded e) {
        return "This model's maximum context length is " + e.limit() + " tokens. However, your messages resulted in "
                + e.tokens() + " tokens.";
    }
}
