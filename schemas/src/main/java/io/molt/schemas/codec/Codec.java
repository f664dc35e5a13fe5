package io.molt.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.io.ResolvingDecoder;

/**
 * Bytes of one topic, in Avro's single-object encoding: two marker bytes, the fingerprint of the writer's schema, the
 * record. Reads every released schema ({@code released/<Record>/<n>.avsc} beside this class), writes the newest.
 *
 * <p>Thread-safe. Source: Avro 1.12 specification, "Single object encoding".
 *
 * @param <T> a record, or a sealed interface of records
 */
public final class Codec<T> {

    private static final int HEADER = 10;
    private static final byte[] MARKER = {(byte) 0xC3, 1};

    /** More elements than any record has; a forged count must not make Avro reserve memory for it. */
    private static final String MOST_ELEMENTS = "1000000";

    static {
        // Read by Avro when it first decodes; a value given on the command line stays.
        System.getProperties().putIfAbsent("org.apache.avro.limits.collectionItems.maxLength", MOST_ELEMENTS);
    }

    /** A buffer that grew for a larger record is not kept. */
    private static final int MOST_KEPT = 256 << 10;

    /** What a thread writes into, again and again. */
    private record Scratch(ByteArrayOutputStream bytes, BinaryEncoder encoder) {

        static Scratch fresh() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
            return new Scratch(bytes, EncoderFactory.get().binaryEncoder(bytes, null));
        }
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::fresh);

    private final Class<T> type;
    private final Map<Class<?>, Written> byClass = new HashMap<>();
    private final Map<Long, Written> byFingerprint = new HashMap<>();

    /**
     * A schema that some release wrote, and the record that reads it.
     *
     * @param decoders one per thread: resolving two schemas takes longer than reading a record
     */
    private record Written(
            Class<?> record, Schema writer, Schema reader, byte[] header, ThreadLocal<ResolvingDecoder> decoders) {

        static Written of(Class<?> record, Schema writer, Schema reader) {
            return new Written(
                    record,
                    writer,
                    reader,
                    Codec.header(writer),
                    ThreadLocal.withInitial(() -> decoder(writer, reader)));
        }

        private static ResolvingDecoder decoder(Schema writer, Schema reader) {
            try {
                return DecoderFactory.get().resolvingDecoder(writer, reader, null);
            } catch (IOException e) {
                throw new UncheckedIOException("a released schema cannot be read any more", e);
            }
        }

        Object read(Decoder bytes) throws IOException {
            ResolvingDecoder decoder = decoders.get();
            decoder.configure(bytes);
            Object value = new RecordReader(decoder).read(reader, record);
            decoder.drain();
            return value;
        }
    }

    private Codec(Class<T> type) {
        this.type = type;
        for (Class<?> record : records(type)) {
            Schema current = RecordSchema.of(record);
            for (Schema released : released(record)) {
                add(Written.of(record, released, current));
            }
            Written newest = Written.of(record, current, current);
            add(newest);
            byClass.put(record, newest);
        }
    }

    public static <T> Codec<T> of(Class<T> type) {
        return new Codec<>(type);
    }

    private void add(Written written) {
        byFingerprint.put(SchemaNormalization.parsingFingerprint64(written.writer()), written);
    }

    public byte[] encode(T value) {
        Written written = byClass.get(value.getClass());
        if (written == null) {
            throw new IllegalArgumentException(value.getClass() + " is no " + type.getSimpleName());
        }
        Scratch scratch = SCRATCH.get();
        ByteArrayOutputStream bytes = scratch.bytes();
        bytes.reset();
        bytes.writeBytes(written.header());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, scratch.encoder());
        try {
            new RecordWriter(encoder).write(value, written.writer());
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            SCRATCH.remove(); // half a record is in it
            throw e;
        }
        byte[] encoded = bytes.toByteArray();
        if (encoded.length > MOST_KEPT) {
            SCRATCH.remove();
        }
        return encoded;
    }

    /** Whether bytes say that they are a {@code T} of some release; what follows may be broken all the same. */
    public boolean claims(byte[] bytes) {
        return bytes.length >= HEADER
                && bytes[0] == MARKER[0]
                && bytes[1] == MARKER[1]
                && byFingerprint.containsKey(fingerprint(bytes));
    }

    private static long fingerprint(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 2, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /**
     * Reads bytes of any release.
     *
     * @throws UnreadableRecord if these bytes are no {@code T}; never anything else, whatever the bytes
     */
    public T decode(byte[] bytes) throws UnreadableRecord {
        if (bytes.length < HEADER || bytes[0] != MARKER[0] || bytes[1] != MARKER[1]) {
            throw new UnreadableRecord(bytes.length + " bytes without Avro's single-object header");
        }
        long fingerprint = fingerprint(bytes);
        Written written = byFingerprint.get(fingerprint);
        if (written == null) {
            throw new UnreadableRecord(
                    "schema " + Long.toHexString(fingerprint) + " was never released as a " + type.getSimpleName());
        }
        try {
            return type.cast(
                    written.read(DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null)));
        } catch (IOException
                | AvroRuntimeException
                | IllegalArgumentException
                | NullPointerException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | UnsupportedOperationException e) {
            throw new UnreadableRecord(type.getSimpleName() + " is broken: " + e.getMessage(), e);
        }
    }

    /** The same record as readable JSON, fields in order; for manifests. */
    public String toJson(T value) {
        Written written = byClass.get(value.getClass());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try {
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(written.writer(), bytes, true);
            new RecordWriter(encoder).write(value, written.writer());
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8) + "\n";
    }

    /** Reads what {@link #toJson} wrote, of the newest schema or an older released one; not for sealed interfaces. */
    public T fromJson(String json) throws UnreadableRecord {
        if (!type.isRecord()) {
            throw new IllegalStateException("JSON does not say which " + type.getSimpleName() + " it is");
        }
        List<Written> newestFirst = new ArrayList<>(byClass.values());
        byFingerprint.values().stream()
                .filter(each -> !newestFirst.contains(each))
                .forEach(newestFirst::add);
        Exception last = null;
        for (Written written : newestFirst) {
            try {
                return type.cast(written.read(DecoderFactory.get().jsonDecoder(written.writer(), json)));
            } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
                last = e;
            }
        }
        throw new UnreadableRecord("not the JSON of a " + type.getSimpleName(), last);
    }

    /** The schemas that this codec writes, by record name. */
    Map<String, Schema> written() {
        Map<String, Schema> schemas = new HashMap<>();
        byClass.values().forEach(each -> schemas.put(each.record().getSimpleName(), each.writer()));
        return schemas;
    }

    private static List<Class<?>> records(Class<?> type) {
        return type.isRecord() ? List.of(type) : Arrays.asList(type.getPermittedSubclasses());
    }

    private static List<Schema> released(Class<?> record) {
        List<Schema> schemas = new ArrayList<>();
        for (int release = 1; ; release++) {
            String name = "released/" + record.getSimpleName() + "/" + release + ".avsc";
            try (InputStream file = Codec.class.getResourceAsStream(name)) {
                if (file == null) {
                    return schemas;
                }
                schemas.add(new Schema.Parser().parse(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }
}
