package io.molt.proxy.history;

import io.molt.proxy.body.Extent;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.ContextMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How conversations began, by the bytes of their first messages: clients send all of them again each time, and hashing them
 * together takes a fraction of the time that reading, or even looking up, each of them takes. Thread-safe.
 */
final class Beginnings {

    /** A turn adds about two messages, some more where several tools answer. */
    private static final int MOST_NEW = 6;

    /** What a list takes beside its elements. */
    private static final int LIST = 100;

    private final int most;
    private final Map<String, List<List<ContextMessage>>> known = new LinkedHashMap<>(16, 0.75f, true);
    private int held;

    /**
     * A list of messages as a client sent it.
     *
     * @param known what its first elements were read as, element by element; as many as were sent before
     * @param beginning the name of those; empty if there are none
     * @param name of the whole list
     */
    record Seen(List<List<ContextMessage>> known, String beginning, String name) {}

    /**
     * Nothing was sent yet.
     *
     * @param most elements of all lists together to remember, each list counted as {@value #LIST} more; about 8 bytes each
     */
    Beginnings(int most) {
        this.most = most;
    }

    /** Looks at a list of at least one element. */
    Seen look(Dialect dialect, byte[] bytes, List<Extent> places) {
        MessageDigest digest = Sha256.digest();
        digest.update(dialect.name().getBytes(StandardCharsets.US_ASCII));
        List<List<ContextMessage>> longest = List.of();
        String beginning = "";
        String name = "";
        int hashed = places.get(0).from();
        for (int count = Math.max(1, places.size() - MOST_NEW); count <= places.size(); count++) {
            int to = places.get(count - 1).to();
            digest.update(bytes, hashed, to - hashed);
            hashed = to;
            name = Sha256.soFar(digest);
            List<List<ContextMessage>> there = at(name);
            if (!there.isEmpty()) {
                longest = there;
                beginning = name;
            }
        }
        return new Seen(longest, beginning, name);
    }

    private synchronized List<List<ContextMessage>> at(String name) {
        return known.getOrDefault(name, List.of());
    }

    /** What all elements of a list were read as. It takes the place of the beginning that it goes on from. */
    synchronized void remember(Seen seen, List<List<ContextMessage>> read) {
        forget(Optional.ofNullable(known.remove(seen.beginning())));
        forget(Optional.ofNullable(known.put(seen.name(), List.copyOf(read))));
        held += LIST + read.size();
        Iterator<List<List<ContextMessage>>> eldest = known.values().iterator();
        while (held > most && eldest.hasNext()) {
            forget(Optional.of(eldest.next()));
            eldest.remove();
        }
    }

    private void forget(Optional<List<List<ContextMessage>>> read) {
        held -= read.map(list -> LIST + list.size()).orElse(0);
    }
}
