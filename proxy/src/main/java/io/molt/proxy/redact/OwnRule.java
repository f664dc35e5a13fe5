package io.molt.proxy.redact;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of secret that the installation's owner described; looked for everywhere.
 *
 * @param kind what stands in its place
 * @param pattern what to take out; where it matches nothing at all, nothing is taken
 */
record OwnRule(String kind, Pattern pattern) {

    private static final long STEPS_PER_CHARACTER = 1_000;
    private static final long LEAST_STEPS = 1_000_000;

    OwnRule {
        requireNonNull(kind, "kind");
        requireNonNull(pattern, "pattern");
    }

    /**
     * Adds what it finds. An expression that takes too long on a text, as some do, takes the whole text out: nobody knows
     * what it would have found.
     */
    void find(String text, List<Redaction.Secret> found) {
        Matcher matcher =
                pattern.matcher(new Budgeted(text, new long[] {LEAST_STEPS + STEPS_PER_CHARACTER * text.length()}));
        try {
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    found.add(new Redaction.Secret(new Span(matcher.start(), matcher.end()), kind));
                }
            }
        } catch (OutOfSteps | StackOverflowError e) {
            found.add(new Redaction.Secret(new Span(0, text.length()), kind));
        }
    }

    /** A text that counts how often it is looked at. */
    private record Budgeted(CharSequence text, long[] left) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new OutOfSteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class OutOfSteps extends RuntimeException {

        OutOfSteps() {
            super("an expression takes too long", null, false, false);
        }
    }
}
