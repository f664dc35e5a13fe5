package io.molt.proxy.body;

import java.util.SplittableRandom;
import java.util.StringJoiner;

/** JSON as nobody would write it: odd blanks, escapes, huge numbers, keys that look alike, all of Unicode. */
public final class RandomJson {

    private static final String[] NAMES = {
        "model", "modeL", "mod\\u0065l", "messages", "message", "content", "a", "", " ", "ключ", "\\n", "temperature"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1.50e+3", "123456789012345678901234567890", "1E400", "-1e-400", "0.1000", "9007199254740993"
    };
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t ", "\r\n"};

    private final SplittableRandom random;

    public RandomJson(SplittableRandom random) {
        this.random = random;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String blank() {
        return pick(BLANKS);
    }

    /** An object. */
    public String object(int depth) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        members.setEmptyValue("{" + blank() + "}");
        for (int left = random.nextInt(6); left > 0; left--) {
            members.add(blank() + '"' + pick(NAMES) + '"' + blank() + ':' + blank() + value(depth - 1) + blank());
        }
        return members.toString();
    }

    /** Any value. */
    public String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> string();
            case 1 -> pick(NUMBERS);
            case 2 -> pick(new String[] {"true", "false", "null"});
            case 3 -> '"' + "x".repeat(random.nextInt(2000)) + '"';
            case 4 -> object(depth);
            default -> list(depth);
        };
    }

    private String list(int depth) {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        for (int left = random.nextInt(5); left > 0; left--) {
            elements.add(blank() + value(depth - 1) + blank());
        }
        return elements.toString();
    }

    /** A string with its quotes. */
    public String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int left = random.nextInt(30); left > 0; left--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append("\\u").append("%04x".formatted(random.nextInt(0x20, 0xd800)));
                case 1 -> text.append(pick(new String[] {"\\\"", "\\\\", "\\/", "\\n", "\\t", "\\b"}));
                case 2 -> text.appendCodePoint(random.nextInt(0x10000, 0x10ffff));
                case 3 -> text.appendCodePoint(random.nextInt(0xa0, 0xd800));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.append('"').toString();
    }
}
