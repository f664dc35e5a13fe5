package io.molt.schemas.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import io.molt.schemas.SealedRecord;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what travels on {@code turns} and {@code scored}, and opens it again.
 *
 * <p>Each record is sealed whole; what can be of use when its key is gone, the place of a turn in its agent's log, goes along in
 * the open. Records without content (outcomes, commands, ticks) and turns that were forgotten travel as they are. Thread-safe.
 */
public final class ContentSeal {

    /** Seals nothing, and opens what is not sealed. */
    public static final ContentSeal NONE = new ContentSeal(Optional.empty());

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] NOTHING = {};
    /** No record of Kafka is larger than that unpacked. */
    private static final int MOST_BYTES = 64 << 20;
    /** Level of zstd. */
    private static final int FAST = 1;

    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(() -> {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    });

    /** Making one takes longer than packing a record. */
    private static final ThreadLocal<ZstdCompressCtx> PACKER =
            ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(FAST));

    /** A larger one is not kept. */
    private static final int MOST_KEPT = 256 << 10;

    /** What a thread packs into, again and again. */
    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[4096]);

    private final Optional<ContentKeys> keys;
    private final SecureRandom random = new SecureRandom();

    private ContentSeal(Optional<ContentKeys> keys) {
        this.keys = keys;
    }

    public static ContentSeal with(ContentKeys keys) {
        return new ContentSeal(Optional.of(keys));
    }

    /** The seal of a setting {@code keys.directory}; an empty one seals nothing. */
    public static ContentSeal of(String directory) {
        return directory.isBlank() ? NONE : with(new ContentKeys(Path.of(directory)));
    }

    /** Whether content is sealed at all. */
    public boolean seals() {
        return keys.isPresent();
    }

    /**
     * Counts up each time that a session goes on after it was forgotten: what was sent before cannot be referred to any more.
     *
     * @param askedAtMillis when, epoch milliseconds UTC
     * @return empty if what was asked then was forgotten since
     * @throws IOException if a new key cannot be written
     */
    public Optional<Integer> generation(TurnRef turn, long askedAtMillis) throws IOException {
        return keys.isEmpty() ? Optional.of(0) : keys.get().generation(turn.agentId(), turn.sessionId(), askedAtMillis);
    }

    /**
     * The bytes of an event on its way to {@code turns}; empty if it was forgotten since it was asked.
     *
     * @param askedAtMillis when the turn was asked, epoch milliseconds UTC
     * @throws IOException if the keys cannot be read or written
     */
    public Optional<byte[]> seal(TurnEvent event, long askedAtMillis) throws IOException {
        byte[] bytes = Codecs.TURNS.encode(event);
        if (keys.isEmpty() || event instanceof Outcome) {
            return Optional.of(bytes);
        }
        TurnRef turn = turn(event);
        Optional<ContentKey> key = keys.get().sealing(turn.agentId(), turn.sessionId(), askedAtMillis);
        return key.isEmpty() ? Optional.empty() : Optional.of(sealed(turn, key.get(), NOTHING, bytes));
    }

    /**
     * Bytes of either topic that were opened before, sealed again; empty if they were forgotten meanwhile, or broken. What is
     * no record of theirs comes back as it is.
     *
     * @throws IOException if the keys cannot be read or written
     */
    public byte[] sealAgain(byte[] record) throws IOException {
        try {
            if (keys.isPresent() && Codecs.TURNS.claims(record)) {
                TurnEvent event = Codecs.TURNS.decode(record);
                return seal(event, askedAt(event)).orElse(NOTHING);
            }
            return keys.isPresent() && Codecs.SCORED.claims(record) ? sealEntry(record) : record;
        } catch (UnreadableRecord | IllegalArgumentException e) {
            return NOTHING; // nobody can say whose it is
        }
    }

    /**
     * The bytes of an entry on its way to {@code scored}; without content if its session was forgotten since it was asked.
     *
     * @param entry encoded
     * @throws IOException if the keys cannot be read or written
     */
    public byte[] sealEntry(byte[] entry) throws IOException {
        if (keys.isEmpty() || !(entry(entry) instanceof ScoredTurn turn)) {
            return entry;
        }
        ScoredTurn bare = turn.withoutContent();
        if (bare.equals(turn)) {
            return entry;
        }
        long askedAt = turn.exchange().timing().requestedAtMillis();
        byte[] remains = Codecs.SCORED.encode(bare);
        Optional<ContentKey> key =
                keys.get().sealing(turn.turn().agentId(), turn.turn().sessionId(), askedAt);
        return key.isEmpty() ? remains : sealed(turn.turn(), key.get(), remains, entry);
    }

    private static LogEntry entry(byte[] entry) {
        try {
            return Codecs.SCORED.decode(entry);
        } catch (UnreadableRecord e) {
            throw new IllegalArgumentException("no entry of a log", e);
        }
    }

    /**
     * The record behind bytes of either topic: what was sealed, or if its key was destroyed what remains of it; empty if nothing
     * does. What is not sealed, or broken, comes back as it is: who decodes it says so. What a newer release sealed stays sealed,
     * since nobody here could seal it again.
     *
     * @throws IOException if the key is not there, which must not be taken for a key that was destroyed
     */
    public Optional<byte[]> open(byte[] record) throws IOException {
        if (!Codecs.SEALED.claims(record)) {
            return Optional.of(record);
        }
        SealedRecord sealed;
        try {
            sealed = Codecs.SEALED.decode(record);
        } catch (UnreadableRecord e) {
            return Optional.of(record);
        }
        if (keys.isEmpty()) {
            throw new IOException("records are sealed; keys.directory must say where their keys are");
        }
        Optional<ContentKey> key = keys.get().opening(sealed.agentId(), sealed.sessionId(), sealed.generation());
        if (key.isEmpty()) {
            return sealed.remains().length == 0 ? Optional.empty() : Optional.of(sealed.remains());
        }
        if (key.get().fingerprint() != sealed.fingerprint()) {
            throw new IOException(
                    "a session's key is not the one that its records were sealed with: keys were lost, and made anew");
        }
        return Optional.of(
                opened(sealed, key.get()).filter(ContentSeal::isKnown).orElse(record));
    }

    private static boolean isKnown(byte[] record) {
        return Codecs.TURNS.claims(record) || Codecs.SCORED.claims(record);
    }

    private static TurnRef turn(TurnEvent event) {
        if (event instanceof TurnRequested requested) {
            return requested.turn();
        }
        return event instanceof TurnAnswered answered ? answered.turn() : ((MessageChunk) event).turn();
    }

    /** A chunk does not say: it counts as asked before its session was ever forgotten. */
    private static long askedAt(TurnEvent event) {
        if (event instanceof TurnRequested requested) {
            return requested.atMillis();
        }
        return event instanceof TurnAnswered answered ? answered.timing().requestedAtMillis() : Long.MIN_VALUE;
    }

    byte[] sealed(TurnRef turn, ContentKey key, byte[] remains, byte[] bytes) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        SealedRecord open = new SealedRecord(
                turn.agentId(), turn.sessionId(), turn.turnId(), key.generation(), key.fingerprint(), remains, NOTHING);
        byte[] packed = scratch((int) Zstd.compressBound(bytes.length));
        int size = PACKER.get().compressByteArray(packed, 0, packed.length, bytes, 0, bytes.length);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + size + TAG_BITS / Byte.SIZE);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, ByteBuffer.wrap(nonce), open)
                    .doFinal(packed, 0, size, sealed, NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a key of its own size", e);
        }
        return Codecs.SEALED.encode(new SealedRecord(
                turn.agentId(), turn.sessionId(), turn.turnId(), key.generation(), key.fingerprint(), remains, sealed));
    }

    private static byte[] scratch(int size) {
        if (size > MOST_KEPT) {
            return new byte[size];
        }
        if (SCRATCH.get().length < size) {
            SCRATCH.set(new byte[Math.min(MOST_KEPT, 2 * size)]);
        }
        return SCRATCH.get();
    }

    /** Empty if the bytes are not those that were sealed. */
    private static Optional<byte[]> opened(SealedRecord record, ContentKey key) {
        byte[] sealed = record.sealed();
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        try {
            ByteBuffer nonce = ByteBuffer.wrap(sealed, 0, NONCE_BYTES);
            byte[] packed = cipher(Cipher.DECRYPT_MODE, key, nonce, record)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            long size = Zstd.getFrameContentSize(packed);
            return size < 0 || size > MOST_BYTES ? Optional.empty() : Optional.of(Zstd.decompress(packed, (int) size));
        } catch (AEADBadTagException | ZstdException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a key of its own size", e);
        }
    }

    private static Cipher cipher(int mode, ContentKey key, ByteBuffer nonce, SealedRecord open)
            throws GeneralSecurityException {
        byte[] iv = new byte[NONCE_BYTES];
        nonce.get(iv);
        Cipher cipher = CIPHER.get();
        cipher.init(mode, new SecretKeySpec(key.secret(), "AES"), new GCMParameterSpec(TAG_BITS, iv));
        for (String id : new String[] {open.agentId(), open.sessionId(), open.turnId()}) {
            byte[] bytes = id.getBytes(UTF_8);
            cipher.updateAAD(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            cipher.updateAAD(bytes);
        }
        cipher.updateAAD(ByteBuffer.allocate(4).putInt(open.generation()).flip());
        cipher.updateAAD(open.remains());
        return cipher;
    }
}
