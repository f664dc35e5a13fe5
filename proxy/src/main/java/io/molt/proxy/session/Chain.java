package io.molt.proxy.session;

import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.ContextMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a conversation as a chain of names: each link stands for a message and all before it. System messages are
 * left out, since clients put the time of day into them.
 *
 * @param links in order, one per message that is not a system message
 */
record Chain(List<Link> links) {

    /**
     * One message in its place.
     *
     * @param reply an assistant's message
     * @param name of the message and everything before it
     * @param pair of the message and the one before it
     */
    record Link(boolean reply, String name, String pair) {}

    Chain {
        links = List.copyOf(links);
    }

    /**
     * Reads a history.
     *
     * @param scope whose conversations are looked at; chains of two scopes never share a name
     */
    static Chain of(String scope, List<ContextMessage> context) {
        List<Link> links = new ArrayList<>();
        String name = scope;
        String before = scope;
        for (ContextMessage message : context) {
            if (!message.role().equals("system") && !message.role().equals("developer")) {
                boolean reply = message.role().equals("assistant");
                name = Sha256.of(name + '\n' + message.matchHash());
                links.add(new Link(reply, name, Sha256.of(scope + '\n' + before + '\n' + message.matchHash())));
                before = message.matchHash();
            }
        }
        return new Chain(links);
    }

    /** Nothing was said that a conversation could be known by. */
    boolean isEmpty() {
        return links.isEmpty();
    }

    /** The whole conversation's name. */
    String name() {
        return links.get(links.size() - 1).name();
    }

    /** Positions of the assistant's messages, the last one first. */
    List<Integer> replies() {
        List<Integer> replies = new ArrayList<>();
        for (int position = links.size() - 1; position >= 0; position--) {
            if (links.get(position).reply()) {
                replies.add(position);
            }
        }
        return replies;
    }
}
