package io.molt.proxy.redact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole private key as text: PEM, OpenSSH, PGP or PuTTY, from its first line to its last; line breaks may be escaped, and
 * the end may be missing.
 */
final class PrivateKey implements Shape {

    static final String PUTTY = "PuTTY-User-Key-File-";

    private static final Pattern PEM = Pattern.compile("-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}");
    private static final Pattern PUTTY_END = Pattern.compile("Private-(?:MAC|Hash): ?[0-9a-f]{40,64}");
    private static final int LONGEST = 32 << 10;
    /** What shows that a key follows, and not a text about keys. */
    private static final int LEAST_BASE64 = 24;
    /** An escaped line break, and quotes and a plus around it. */
    private static final int LONGEST_BREAK = 16;
    /** Before the key, such as that it is encrypted. */
    private static final int LONGEST_HEADERS = 400;

    private static final Pattern LAST_LINE = Pattern.compile("-{4,5} ?END [A-Z0-9 ]{0,60}-{4,5}");

    @Override
    public Optional<Span> at(String text, int start) {
        int limit = (int) Math.min(text.length(), (long) start + LONGEST);
        if (text.startsWith(PUTTY, start)) {
            Matcher end = PUTTY_END.matcher(text).region(start, limit);
            return end.find() ? Optional.of(new Span(start, end.end())) : Optional.empty();
        }
        Matcher head = PEM.matcher(text).region(start, limit);
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        int end = endOfBody(text, head.end(), limit);
        return end < 0 ? Optional.empty() : Optional.of(new Span(start, endOfLastLine(text, end)));
    }

    /** Behind the last line of Base64; -1 if there is none. Lines are full but for the last one and a checksum. */
    private static int endOfBody(String text, int start, int limit) {
        int end = -1;
        int shortLines = 0;
        boolean newLine = false;
        int i = start;
        while (i < limit && !text.startsWith("----", i)) {
            if (i - Math.max(start, end) > (end < 0 ? LONGEST_HEADERS : LONGEST_BREAK)) {
                return end;
            }
            int line = i;
            while (i < limit && isBase64(text.charAt(i))) {
                i++;
            }
            if (i == line) {
                boolean escaped = text.startsWith("\\n", i) || text.startsWith("\\r", i);
                newLine |= escaped || text.charAt(i) == '\n';
                i += escaped ? 2 : 1;
            } else if (i - line >= LEAST_BASE64) {
                end = i;
                newLine = false;
            } else if (end >= 0) {
                if (!newLine || ++shortLines > 2) {
                    return end;
                }
                end = i;
                newLine = false;
            }
        }
        return end;
    }

    private static int endOfLastLine(String text, int end) {
        int dashes = text.indexOf("----", end);
        if (dashes < 0 || dashes - end > LONGEST_BREAK) {
            return end;
        }
        Matcher last = LAST_LINE.matcher(text).region(dashes, Math.min(text.length(), dashes + 90));
        return last.lookingAt() ? last.end() : end;
    }

    private static boolean isBase64(char each) {
        return (each >= 'A' && each <= 'Z')
                || (each >= 'a' && each <= 'z')
                || (each >= '0' && each <= '9')
                || each == '+'
                || each == '/'
                || each == '=';
    }
}
