package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

/**
 * A reply has ended, well or badly; written once per {@link TurnRequested}.
 *
 * @param turn which turn
 * @param timing arrival, first token, end
 * @param servedBy who answered
 * @param reply the assistant's message; empty text if there was none
 * @param replyMatchHash what {@link ContextMessage#matchHash} will be when the client re-sends the reply
 * @param sampled token ids and log-probabilities, {@link Sampled#UNKNOWN} if the upstream does not tell
 * @param ending status and finish reason
 * @param replyId the upstream's name for the reply, by which clients may go on from it; empty if it has none
 */
public record TurnAnswered(
        TurnRef turn,
        Timing timing,
        ServedBy servedBy,
        MessageBody reply,
        String replyMatchHash,
        Sampled sampled,
        Ending ending,
        String replyId)
        implements TurnEvent {

    public TurnAnswered {
        requireNonNull(turn, "turn");
        requireNonNull(timing, "timing");
        requireNonNull(servedBy, "servedBy");
        requireNonNull(reply, "reply");
        requireNonNull(replyMatchHash, "replyMatchHash");
        requireNonNull(sampled, "sampled");
        requireNonNull(ending, "ending");
        replyId = requireNonNullElse(replyId, ""); // turns that a job kept before there was one have none
    }
}
