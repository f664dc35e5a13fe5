package io.molt.schemas.batch;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import java.util.List;

/**
 * One turn of a batch.
 *
 * @param turnId which turn
 * @param agentSeq its place in the log; examples stand in this order
 * @param sampled what was sampled, with log-probabilities; always known
 * @param reward -2 to 2
 * @param advantage the reward relative to its baseline; multiplies every reply token's loss
 * @param hint what to do instead, for the teacher; empty if there is none
 * @param messages the prompt as the policy got it, from which the teacher's prompt is rendered; empty without a hint
 */
public record TrainingExample(
        String turnId,
        long agentSeq,
        Sampled sampled,
        double reward,
        double advantage,
        String hint,
        List<ChatMessage> messages) {

    public TrainingExample {
        requireNonNull(turnId, "turnId");
        requireNonNull(sampled, "sampled");
        requireNonNull(hint, "hint");
        messages = List.copyOf(messages);
        if (!sampled.known()) {
            throw new IllegalArgumentException("turn " + turnId + " cannot train: its tokens are not known");
        }
    }

    /** Whether its tokens were destroyed: nothing can be learned from it. */
    public boolean forgotten() {
        return sampled.forgotten();
    }
}
