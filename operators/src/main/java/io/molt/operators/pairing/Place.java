package io.molt.operators.pairing;

import io.molt.schemas.turn.ContextMessage;
import java.util.List;

/**
 * Where a request stands in its conversation; every text is a {@link Hash64} of match hashes. System messages take no part:
 * clients put dates in them.
 *
 * @param asked the last message before {@code reply} that is no assistant's; 0 if there is none
 * @param reply the last assistant message; 0 if there is none
 * @param prior the assistant message before {@code reply}; 0 if there is none
 * @param last the last message that is no assistant's: what a successor must hold as {@code asked}
 * @param before all messages before {@code reply}
 * @param whole all messages
 * @param depth number of messages; what an agent in a loop says again and again differs by it
 * @param tail number of messages after {@code reply}
 */
public record Place(long asked, long reply, long prior, long last, long before, long whole, int depth, int tail) {

    /** Of an answer whose request has not come. */
    static final Place UNKNOWN = new Place(0, 0, 0, 0, 0, 0, 0, 0);

    public static Place of(List<ContextMessage> context) {
        long asked = 0;
        long reply = 0;
        long prior = 0;
        long last = 0;
        long before = 0;
        long whole = 0;
        int depth = 0;
        int tail = 0;
        for (ContextMessage message : context) {
            if (isSystem(message)) {
                continue;
            }
            long hash = Hash64.of(message.matchHash());
            if (isReply(message)) {
                asked = last;
                prior = reply;
                reply = hash;
                before = whole;
                tail = 0;
            } else {
                last = hash;
                tail++;
            }
            whole = Hash64.then(whole, hash);
            depth++;
        }
        return new Place(asked, reply, prior, last, before, whole, depth, tail);
    }

    /** The messages after the last reply: what the policy's reply led to. */
    static List<ContextMessage> tail(List<ContextMessage> context) {
        List<ContextMessage> talk =
                context.stream().filter(message -> !isSystem(message)).toList();
        int from = talk.size();
        while (from > 0 && !isReply(talk.get(from - 1))) {
            from--;
        }
        return talk.subList(from, talk.size());
    }

    /** True if a request here holds all of {@code earlier}, then {@code ownReply}, and says something after it. */
    public boolean continues(Place earlier, long ownReply) {
        return ownReply != 0 && reply == ownReply && before == earlier.whole && tail > 0;
    }

    /**
     * True if a request here goes on after {@code ownReply} to {@code earlier}, although its client has edited what was said
     * long before: other texts, in as many messages.
     */
    public boolean continuesEdited(Place earlier, long ownReply) {
        return anchors(earlier, ownReply) && depth - tail - 1 == earlier.depth;
    }

    /** True if a request here goes on after {@code ownReply} to {@code earlier}, although its client has dropped old messages. */
    public boolean continuesTrimmed(Place earlier, long ownReply) {
        return anchors(earlier, ownReply) && depth - tail - 1 < earlier.depth;
    }

    /** The last question and the last two replies are the same; who says the same twice is not told from itself. */
    private boolean anchors(Place earlier, long ownReply) {
        return ownReply != 0
                && ownReply != earlier.reply
                && reply == ownReply
                && prior == earlier.reply
                && asked == earlier.last
                && tail > 0;
    }

    /** True if a request here asks again what {@code earlier} asked, as if there had been no reply. */
    public boolean repeats(Place earlier) {
        return whole == earlier.whole;
    }

    static boolean isSystem(ContextMessage message) {
        return message.role().equals("system") || message.role().equals("developer");
    }

    private static boolean isReply(ContextMessage message) {
        return message.role().equals("assistant");
    }
}
