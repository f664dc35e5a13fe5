package io.molt.cli.lineage;

import io.molt.schemas.log.ScoredTurn;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An entry of a turn in its agent's log.
 *
 * @param agentId whose
 * @param sessionId the conversation
 * @param turnId which turn
 * @param seq agentSeq
 * @param revision 0 at first
 * @param requestedAtMillis when it was asked, epoch milliseconds UTC
 * @param asked the last message of the prompt, cut
 * @param reply the answer, cut
 * @param answeredBy policy and skills
 * @param next what followed
 * @param score how it was judged
 */
record TurnFact(
        String agentId,
        String sessionId,
        String turnId,
        long seq,
        int revision,
        long requestedAtMillis,
        String asked,
        String reply,
        AnsweredBy answeredBy,
        Next next,
        Score score) {

    /** Whether its words are gone on purpose. */
    boolean forgotten() {
        return asked.isEmpty() && reply.equals(ScoredTurn.FORGOTTEN);
    }

    /** Who answered, with which skills in force. */
    record AnsweredBy(String policy, boolean trained, List<String> skills) {

        AnsweredBy {
            skills = List.copyOf(skills);
        }
    }

    /** What followed: its kind, the turn that brought it (empty for silence), its words, cut. */
    record Next(String kind, String turnId, String text) {}

    /** Reward, or why there is none; what should have been done instead; each vote in a line. */
    record Score(OptionalDouble reward, String unscored, String hint, List<String> votes) {

        Score {
            votes = List.copyOf(votes);
        }
    }
}
