package io.molt.operators.pairing;

import io.molt.schemas.turn.ContextMessage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a request stands in its conversation. System messages take no part: clients put dates in them.
 *
 * @param askedHash match hash of the last message before {@code replyHash} that is no assistant's; empty if there is none
 * @param replyHash match hash of the last assistant message; empty if there is none
 * @param tail match hashes of everything after it, joined by blanks
 * @param lastHash match hash of the last message that is no assistant's: what a successor must hold as {@code askedHash}
 * @param depth messages so far; what an agent in a loop says again and again differs by it
 */
public record Place(String askedHash, String replyHash, String tail, String lastHash, int depth) {

    public static Place of(List<ContextMessage> context) {
        List<ContextMessage> talk =
                context.stream().filter(message -> !isSystem(message)).toList();
        int reply = lastReply(talk);
        return new Place(
                lastAsked(talk.subList(0, Math.max(reply, 0))),
                reply < 0 ? "" : talk.get(reply).matchHash(),
                talk.subList(reply + 1, talk.size()).stream()
                        .map(ContextMessage::matchHash)
                        .collect(Collectors.joining(" ")),
                lastAsked(talk),
                talk.size());
    }

    /** The messages after the last reply: what the policy's reply led to. */
    static List<ContextMessage> tail(List<ContextMessage> context) {
        List<ContextMessage> talk =
                context.stream().filter(message -> !isSystem(message)).toList();
        return talk.subList(lastReply(talk) + 1, talk.size());
    }

    /** True if a request here goes on after {@code reply} to a request at {@code earlier}, and says something. */
    public boolean follows(Place earlier, String reply) {
        return !reply.isEmpty() && replyHash.equals(reply) && askedHash.equals(earlier.lastHash) && !tail.isEmpty();
    }

    /** True if a request here asks again what {@code earlier} asked, as if there had been no reply. */
    public boolean repeats(Place earlier) {
        return equals(earlier);
    }

    static boolean isSystem(ContextMessage message) {
        return message.role().equals("system") || message.role().equals("developer");
    }

    private static int lastReply(List<ContextMessage> talk) {
        int at = talk.size() - 1;
        while (at >= 0 && !talk.get(at).role().equals("assistant")) {
            at--;
        }
        return at;
    }

    private static String lastAsked(List<ContextMessage> talk) {
        for (int i = talk.size() - 1; i >= 0; i--) {
            if (!talk.get(i).role().equals("assistant")) {
                return talk.get(i).matchHash();
            }
        }
        return "";
    }
}
