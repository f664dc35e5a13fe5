package io.molt.proxy.redact;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One kind of secret.
 *
 * @param kind what stands in its place, lower case with hyphens
 * @param literals one of them is part of every secret of this kind or stands before it; ASCII
 * @param word whether a literal must stand as it is written here, and no letter, digit or underscore before it
 * @param shape what the secret looks like
 */
record Rule(String kind, List<String> literals, boolean word, Shape shape) {

    Rule {
        requireNonNull(kind, "kind");
        requireNonNull(shape, "shape");
        literals = List.copyOf(literals);
    }

    /** A secret that begins with a literal; the expression is what follows. */
    static Rule prefixed(String kind, String literal, String rest) {
        return word(kind, Expression.of(Pattern.quote(literal) + rest), literal);
    }

    static Rule word(String kind, Shape shape, String... literals) {
        return new Rule(kind, List.of(literals), true, shape);
    }

    /** In any case, also within a word. */
    static Rule anywhere(String kind, Shape shape, String... literals) {
        return new Rule(kind, List.of(literals), false, shape);
    }

    /** The secret behind a literal that was found. */
    Optional<Span> at(String text, String literal, int start) {
        boolean here = !word || (text.startsWith(literal, start) && beginsWord(text, start));
        return here ? shape.at(text, start) : Optional.empty();
    }

    /** Also behind an escape, such as that of a line break, and behind a percent-encoded character. */
    private static boolean beginsWord(String text, int start) {
        if (start == 0 || !isWord(text.charAt(start - 1))) {
            return true;
        }
        char before = text.charAt(start - 1);
        boolean escaped = start >= 2 && text.charAt(start - 2) == '\\' && "nrt".indexOf(before) >= 0;
        boolean encoded = start >= 3
                && text.charAt(start - 3) == '%'
                && Character.digit(text.charAt(start - 2), 16) >= 0
                && Character.digit(before, 16) >= 0;
        return escaped || encoded;
    }

    private static boolean isWord(char each) {
        return Character.isLetterOrDigit(each) || each == '_';
    }
}
