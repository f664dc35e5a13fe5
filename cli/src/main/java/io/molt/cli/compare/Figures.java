package io.molt.cli.compare;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as people read them; what is not known is said to be unknown. */
final class Figures {

    static final String UNKNOWN = "unknown";

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._:@/+-]+");

    private Figures() {}

    static String decimal(OptionalDouble value, int places, String absent) {
        return value.isPresent() ? String.format(Locale.ROOT, "%." + places + "f", value.getAsDouble()) : absent;
    }

    static String signed(OptionalDouble value, String absent) {
        return value.isPresent() ? String.format(Locale.ROOT, "%+.4f", value.getAsDouble()) : absent;
    }

    static String percent(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble()) : "-";
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String count(OptionalLong value) {
        return value.isPresent() ? count(value.getAsLong()) : UNKNOWN;
    }

    static String seconds(OptionalDouble seconds) {
        return decimal(seconds, 1, UNKNOWN);
    }

    /** The command that tells everything about a turn, ready for a shell. */
    static String lineage(String turn) {
        String word = PLAIN_WORD.matcher(turn).matches() ? turn : "'" + turn.replace("'", "'\\''") + "'";
        return "molt lineage turn " + word;
    }
}
