package io.molt.proxy.access;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All client keys of an installation. Immutable. */
public final class ClientKeys {

    public static final ClientKeys NONE = new ClientKeys(List.of());

    private static final byte[] NOBODYS = new byte[32];

    private final Map<String, ClientKey> byId = new HashMap<>();

    public ClientKeys(Collection<ClientKey> keys) {
        keys.forEach(key -> byId.put(key.id(), key));
    }

    /** Whether any key counts. */
    public boolean anyAt(long nowMillis) {
        return byId.values().stream().anyMatch(key -> key.countsAt(nowMillis));
    }

    /**
     * Whose key this is. What a key is looked up by is a hash of it, which nobody can approach step by step, and every text
     * that has the form of a key takes as long as any other.
     *
     * @return empty if it is no key, unknown, expired or revoked
     */
    public Optional<ClientKey> find(String text, long nowMillis) {
        if (!KeyText.isWellFormed(text)) {
            return Optional.empty();
        }
        byte[] hash = KeyText.hash(text);
        Optional<ClientKey> known = Optional.ofNullable(byId.get(HexFormat.of().formatHex(hash, 0, 6)));
        byte[] expected =
                known.map(key -> HexFormat.of().parseHex(key.sha256())).orElse(NOBODYS);
        boolean equal = MessageDigest.isEqual(hash, expected);
        return known.filter(key -> equal && key.countsAt(nowMillis));
    }
}
