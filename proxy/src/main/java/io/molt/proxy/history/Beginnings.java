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

/**
 * How conversations began, by the bytes of their first messages: clients send all of them again each time, and hashing them
 * together takes a fraction of the time that reading, or even looking up, each of them takes. Thread-safe.
 */
final class Beginnings {

    /** A turn adds about two messages, some more where several tools answer. */
    private static final int MOST_NEW = 6;

    private final int most;
    private final Map<String, List<List<ContextMessage>>> known = new LinkedHashMap<>(16, 0.75f, true);
    private int elements;

    /**
     * A list of messages as a client sent it.
     *
     * @param known what its first elements were read as, element by element; as many as were sent before
     * @param name of the whole list
     */
    record Seen(List<List<ContextMessage>> known, String name) {}

    /**
     * Nothing was sent yet.
     *
     * @param most elements of all lists together to remember, about 4 bytes each
     */
    Beginnings(int most) {
        this.most = most;
    }

    /** Looks at a list of at least one element. */
    Seen look(Dialect dialect, byte[] bytes, List<Extent> places) {
        MessageDigest digest = Sha256.digest();
        digest.update(dialect.name().getBytes(StandardCharsets.US_ASCII));
        List<List<ContextMessage>> longest = List.of();
        String name = "";
        int hashed = places.get(0).from();
        for (int count = Math.max(1, places.size() - MOST_NEW); count <= places.size(); count++) {
            int to = places.get(count - 1).to();
            digest.update(bytes, hashed, to - hashed);
            hashed = to;
            name = Sha256.soFar(digest);
            longest = at(name, longest);
        }
        return new Seen(longest, name);
    }

    private synchronized List<List<ContextMessage>> at(String name, List<List<ContextMessage>> otherwise) {
        return known.getOrDefault(name, otherwise);
    }

    /** What all elements of a list were read as. */
    synchronized void remember(String name, List<List<ContextMessage>> read) {
        List<List<ContextMessage>> before = known.put(name, List.copyOf(read));
        elements += read.size() - (before == null ? 0 : before.size());
        Iterator<List<List<ContextMessage>>> eldest = known.values().iterator();
        while (elements > most && eldest.hasNext()) {
            elements -= eldest.next().size();
            eldest.remove();
        }
    }
}
