package io.molt.proxy.session;

import io.molt.schemas.turn.ContextMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds conversations again by what was said in them.
 *
 * <p>A request goes on with the conversation whose reply it repeats, with everything before that reply; where its client has
 * cut the beginning off, with the one that has said its last two replies in answer to the same messages. One that repeats
 * no reply is a new conversation, unless the very same request has failed before: then it is its client's next attempt.
 * Of conversations that are the same up to there one that has not gone on yet is taken, else the one that was asked just
 * this before, else none. Thread-safe.
 */
public final class SessionIndex {

    /** Conversations that are the same so far, which are kept apart. */
    private static final int MOST_ALIKE = 16;

    /** Where the whole context is kept, and not its name only, so many fewer are kept. */
    private static final int WHOLE = 25;

    private final Map<String, Ends> byName;
    private final Map<String, Set<String>> byPair;
    private final Map<String, String> byRequest;
    private final Map<String, String> failed;
    private final Map<String, Asked> open;
    private final Map<String, Known> byReplyId;
    private final Map<String, Boolean> ended;

    /** The conversations that end at one name, oldest first. */
    private record Ends(List<String> waiting, List<String> goneOn) {

        static Ends none() {
            return new Ends(new ArrayList<>(), new ArrayList<>());
        }
    }

    private record Asked(String scope, String sessionId, List<ContextMessage> context) {}

    /**
     * An earlier reply.
     *
     * @param sessionId the conversation it was given in
     * @param context everything said there up to it, itself included
     */
    public record Known(String sessionId, List<ContextMessage> context) {

        public Known {
            context = List.copyOf(context);
        }
    }

    /**
     * Nothing was said yet.
     *
     * @param most replies to remember
     */
    public SessionIndex(int most) {
        this.byName = bounded(most);
        this.byPair = bounded(most);
        this.byRequest = bounded(most);
        this.failed = bounded(most);
        this.open = bounded(Math.max(1, most / WHOLE));
        this.byReplyId = bounded(Math.max(1, most / WHOLE));
        this.ended = bounded(most);
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * The conversation that a request goes on with.
     *
     * @param scope whose conversations may be meant
     * @param context all messages of the request
     * @return empty if it begins one
     */
    public synchronized Optional<String> find(String scope, List<ContextMessage> context) {
        Chain chain = Chain.of(scope, context);
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> replies = chain.replies();
        if (replies.isEmpty()) {
            return Optional.ofNullable(failed.remove(chain.name()));
        }
        String last = chain.links().get(replies.get(0)).name();
        String askedBefore = byRequest.get(chain.name());
        if (askedBefore != null && !isWaiting(last)) {
            return Optional.of(askedBefore);
        }
        for (int reply : replies) {
            Optional<String> found = take(chain.links().get(reply).name());
            if (found.isPresent()) {
                return found;
            }
        }
        return byLastTwoReplies(chain, replies);
    }

    private boolean isWaiting(String name) {
        return byName.containsKey(name) && !byName.get(name).waiting().isEmpty();
    }

    private Optional<String> take(String name) {
        Ends ends = byName.get(name);
        if (ends == null) {
            return Optional.empty();
        }
        if (ends.waiting().isEmpty()) {
            // A branch, of the only one it can be of.
            return ends.goneOn().size() == 1 ? Optional.of(ends.goneOn().get(0)) : Optional.empty();
        }
        String session = ends.waiting().remove(0);
        ends.goneOn().add(session);
        return Optional.of(session);
    }

    private Optional<String> byLastTwoReplies(Chain chain, List<Integer> replies) {
        if (replies.size() < 2) {
            return Optional.empty();
        }
        Set<String> both = new TreeSet<>(
                byPair.getOrDefault(chain.links().get(replies.get(0)).pair(), Set.of()));
        both.retainAll(byPair.getOrDefault(chain.links().get(replies.get(1)).pair(), Set.of()));
        return both.size() == 1 ? Optional.of(both.iterator().next()) : Optional.empty();
    }

    /** The reply of this id. */
    public synchronized Optional<Known> reply(String scope, String replyId) {
        return Optional.ofNullable(byReplyId.get(scope + '\n' + replyId));
    }

    /** A turn was asked; {@link #answered} follows. What is told twice counts once. */
    public synchronized void asked(String scope, String turnId, String sessionId, List<ContextMessage> context) {
        if (ended.containsKey(turnId)) {
            return; // this proxy's own, back from the topic
        }
        open.put(turnId, new Asked(scope, sessionId, List.copyOf(context)));
        Chain chain = Chain.of(scope, context);
        if (!chain.isEmpty()) {
            byRequest.put(chain.name(), sessionId);
        }
    }

    /**
     * A turn has ended.
     *
     * @param reply what the client got; empty if it got no whole reply
     * @param replyId the upstream's name for it; empty if it has none
     */
    public synchronized void answered(String turnId, Optional<ContextMessage> reply, String replyId) {
        Asked asked = open.remove(turnId);
        if (asked == null || ended.put(turnId, true) != null) {
            return;
        }
        if (reply.isEmpty()) {
            Chain chain = Chain.of(asked.scope(), asked.context());
            if (!chain.isEmpty()) {
                failed.put(chain.name(), asked.sessionId());
            }
            return;
        }
        List<ContextMessage> whole = new ArrayList<>(asked.context());
        whole.add(reply.get());
        Chain chain = Chain.of(asked.scope(), whole);
        add(chain.name(), asked.sessionId());
        Set<String> sessions = byPair.computeIfAbsent(
                chain.links().get(chain.links().size() - 1).pair(), unseen -> new TreeSet<>());
        if (sessions.size() < MOST_ALIKE) {
            sessions.add(asked.sessionId());
        }
        if (!replyId.isEmpty()) {
            byReplyId.put(asked.scope() + '\n' + replyId, new Known(asked.sessionId(), whole));
        }
    }

    private void add(String name, String sessionId) {
        Ends ends = byName.computeIfAbsent(name, unseen -> Ends.none());
        boolean known = ends.waiting().contains(sessionId) || ends.goneOn().contains(sessionId);
        if (!known) {
            ends.waiting().add(sessionId);
        }
        if (ends.waiting().size() > MOST_ALIKE) {
            ends.waiting().remove(0);
        }
        if (ends.goneOn().size() > MOST_ALIKE) {
            ends.goneOn().remove(0);
        }
    }
}
