package io.molt.engine.request;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.ChatMessage;
import java.util.List;
import java.util.OptionalLong;

/**
 * A chat completion request, checked.
 *
 * @param model the policy's name or an adapter's
 * @param messages at least one; roles are system, user, assistant, tool
 * @param choice how to choose tokens
 * @param answer what the answer shall hold
 */
public record CompletionRequest(String model, List<ChatMessage> messages, Choice choice, Answer answer) {

    /**
     * How to choose tokens.
     *
     * @param temperature 0 is greedy
     * @param topP above 0 to 1
     * @param maxTokens of the reply; the context may end it earlier
     * @param seed of the choices, if the client wants the same again
     * @param stop texts that end the reply and are not part of it
     * @param ignoreEnd go on after the end of the turn
     */
    public record Choice(
            double temperature, double topP, int maxTokens, OptionalLong seed, List<String> stop, boolean ignoreEnd) {

        public Choice {
            requireNonNull(seed, "seed");
            stop = List.copyOf(stop);
        }
    }

    /**
     * What the answer shall hold.
     *
     * @param stream token by token, as server-sent events
     * @param usage in a stream: a last chunk that counts tokens
     * @param logProbs log-probabilities of the sampled tokens
     * @param tokenIds ids of prompt and reply
     */
    public record Answer(boolean stream, boolean usage, boolean logProbs, boolean tokenIds) {}

    public CompletionRequest {
        requireNonNull(model, "model");
        requireNonNull(choice, "choice");
        requireNonNull(answer, "answer");
        messages = List.copyOf(messages);
    }
}
