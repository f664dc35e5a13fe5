package io.molt.operators.pairing;

/** Texts as 64 bits: what a session remembers of ids and messages, so that it stays small. 0 is the empty text. */
public final class Hash64 {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hash64() {}

    /** FNV-1a over the characters, its bits spread. */
    public static long of(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return spread(hash);
    }

    /** A list's hash from that of its beginning and its next element. */
    static long then(long list, long next) {
        return spread((list + OFFSET) * PRIME ^ next);
    }

    private static long spread(long hash) {
        long bits = hash;
        bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
        bits ^= bits >>> 33;
        return bits == 0 ? 1 : bits;
    }
}
