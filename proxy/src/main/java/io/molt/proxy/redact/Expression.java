package io.molt.proxy.redact;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that begins where the literal does, or a few characters before it.
 *
 * <p>Repeats in the expressions are possessive or bounded, and so is the piece of text that one is tried on.
 *
 * @param before at most so many characters of the secret stand before the literal
 * @param pattern its first group that took part is the secret; all of it if none did
 * @param secret whether what was found is one
 */
record Expression(int before, Pattern pattern, Predicate<String> secret) implements Shape {

    /** A JWT of 8 kB is long. */
    private static final int LONGEST = 16 << 10;

    static Expression of(String regex) {
        return of(regex, found -> true);
    }

    static Expression of(String regex, Predicate<String> secret) {
        return new Expression(0, Pattern.compile(regex), secret);
    }

    static Expression around(int before, String regex) {
        return new Expression(before, Pattern.compile(regex), found -> true);
    }

    @Override
    public Optional<Span> at(String text, int literal) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int start = Math.max(0, literal - before); start <= literal; start++) {
            matcher.region(start, (int) Math.min(text.length(), (long) start + LONGEST));
            if (matcher.lookingAt() && matcher.end() > literal) {
                return Optional.of(found(matcher))
                        .filter(span -> secret.test(text.substring(span.start(), span.end())));
            }
        }
        return Optional.empty();
    }

    private static Span found(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.start(group) >= 0) {
                return new Span(matcher.start(group), matcher.end(group));
            }
        }
        return new Span(matcher.start(), matcher.end());
    }
}
