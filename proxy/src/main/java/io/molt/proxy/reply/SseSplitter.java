package io.molt.proxy.reply;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Cuts a stream of bytes into server-sent events, however the bytes arrive. Lines end in LF, CRLF or CR.
 *
 * <p>Source: WHATWG HTML, section 9.2.6. Not kept: a byte order mark, since no upstream sends one.
 */
public final class SseSplitter {

    private final int longest;
    private byte[] pending = new byte[0];

    /**
     * Nothing has arrived yet.
     *
     * @param longest bytes that an event may have
     */
    public SseSplitter(int longest) {
        this.longest = longest;
    }

    /**
     * The events that end in these bytes.
     *
     * @throws IllegalStateException if an event grows too long
     */
    public List<SseEvent> feed(byte[] bytes) {
        byte[] all = joined(pending, bytes);
        List<SseEvent> events = new ArrayList<>();
        int start = 0;
        int lineStart = 0;
        // A CR at the very end may be half of a CRLF: wait for the next byte.
        for (int position = 0; position < all.length; ) {
            int lineEnd = endOfLine(all, position);
            if (lineEnd < 0) {
                break;
            }
            boolean empty = all[lineStart] == '\n' || all[lineStart] == '\r';
            if (empty) {
                events.add(event(Arrays.copyOfRange(all, start, lineEnd)));
                start = lineEnd;
            }
            lineStart = lineEnd;
            position = lineEnd;
        }
        pending = Arrays.copyOfRange(all, start, all.length);
        if (pending.length > longest) {
            throw new IllegalStateException("an event of the upstream is longer than " + longest + " bytes");
        }
        return events;
    }

    /** Nothing has arrived since the last whole event. */
    public boolean isEmpty() {
        return pending.length == 0;
    }

    /** What has arrived since the last whole event. */
    public byte[] rest() {
        return pending.clone();
    }

    /** Where the line at {@code position} ends, its line break included; -1 if it goes on. */
    private static int endOfLine(byte[] bytes, int position) {
        for (int at = position; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
            if (bytes[at] == '\r') {
                if (at + 1 == bytes.length) {
                    return -1;
                }
                return bytes[at + 1] == '\n' ? at + 2 : at + 1;
            }
        }
        return -1;
    }

    private static SseEvent event(byte[] raw) {
        StringJoiner data = new StringJoiner("\n");
        new String(raw, UTF_8)
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(line.startsWith("data: ") ? 6 : 5))
                .forEach(data::add);
        return new SseEvent(raw, data.toString());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
