package io.molt.proxy.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Records for tests. */
public final class Records {

    private Records() {}

    public static SpoolRecord of(String key, String value) {
        return new SpoolRecord(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    public static String value(SpoolRecord record) {
        return new String(record.value(), UTF_8);
    }

    /** Of any content, up to 20 bytes of key and 80 of value. */
    static SpoolRecord any(Random random) {
        byte[] key = new byte[random.nextInt(20)];
        byte[] value = new byte[random.nextInt(80)];
        random.nextBytes(key);
        random.nextBytes(value);
        return new SpoolRecord(key, value);
    }

    /** Reads what is left to read. */
    static List<SpoolRecord> rest(Backlog backlog) {
        List<SpoolRecord> rest = new ArrayList<>();
        for (Optional<SpoolRecord> next = backlog.next(); next.isPresent(); next = backlog.next()) {
            rest.add(next.get());
        }
        return rest;
    }
}
