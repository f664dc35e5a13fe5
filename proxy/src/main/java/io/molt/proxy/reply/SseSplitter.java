package io.molt.proxy.reply;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream of bytes into server-sent events, however the bytes arrive. Lines end in LF, CRLF or CR.
 *
 * <p>Source: WHATWG HTML, section 9.2.6. Not kept: a byte order mark, since no upstream sends one.
 */
public final class SseSplitter {

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    private final int longest;
    /** What has arrived since the last whole event stands at its front. */
    private byte[] pending = new byte[1024];

    private int length;
    private int lineStart;
    private int searched;

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
        append(bytes);
        List<SseEvent> events = new ArrayList<>();
        int start = 0;
        for (int lineEnd = endOfLine(); lineEnd >= 0; lineEnd = endOfLine()) {
            boolean empty = pending[lineStart] == '\n' || pending[lineStart] == '\r';
            if (empty) {
                events.add(event(Arrays.copyOfRange(pending, start, lineEnd)));
                start = lineEnd;
            }
            lineStart = lineEnd;
            searched = lineEnd;
        }
        forget(start);
        if (length > longest) {
            throw new IllegalStateException("an event of the upstream is longer than " + longest + " bytes");
        }
        return events;
    }

    private void append(byte[] bytes) {
        if (length + bytes.length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(length + bytes.length, 2 * pending.length));
        }
        System.arraycopy(bytes, 0, pending, length, bytes.length);
        length += bytes.length;
    }

    private void forget(int bytes) {
        System.arraycopy(pending, bytes, pending, 0, length - bytes);
        length -= bytes;
        lineStart -= bytes;
        searched -= bytes;
    }

    /** Nothing has arrived since the last whole event. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** What has arrived since the last whole event. */
    public byte[] rest() {
        return Arrays.copyOf(pending, length);
    }

    /** Where the line that is looked at ends, its line break included; -1 if it goes on. */
    private int endOfLine() {
        for (; searched < length; searched++) {
            if (pending[searched] == '\n') {
                return searched + 1;
            }
            if (pending[searched] == '\r') {
                // A CR at the very end may be half of a CRLF: wait for the next byte.
                if (searched + 1 == length) {
                    return -1;
                }
                return pending[searched + 1] == '\n' ? searched + 2 : searched + 1;
            }
        }
        return -1;
    }

    private static SseEvent event(byte[] raw) {
        String first = null; // nearly all have one line
        StringBuilder more = new StringBuilder(0);
        int start = 0;
        for (int at = 0; at < raw.length; at++) {
            if (raw[at] == '\n' || raw[at] == '\r') { // between the two of a CRLF stands an empty line
                if (Arrays.equals(raw, start, Math.min(start + DATA.length, at), DATA, 0, DATA.length)) {
                    int from = start + DATA.length;
                    from += from < at && raw[from] == ' ' ? 1 : 0;
                    String line = new String(raw, from, at - from, UTF_8);
                    if (first == null) {
                        first = line;
                    } else {
                        more.append('\n').append(line);
                    }
                }
                start = at + 1;
            }
        }
        return new SseEvent(raw, first == null ? "" : more.isEmpty() ? first : first + more);
    }
}
