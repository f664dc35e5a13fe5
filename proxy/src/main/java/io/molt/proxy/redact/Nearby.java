package io.molt.proxy.redact;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret without a form of its own, a little behind a literal that says whose it is.
 *
 * @param head what must stand where the literal begins
 * @param within so many characters it ends
 * @param pattern the secret; fails at once where it cannot begin
 * @param secret whether what was found is one
 */
record Nearby(Pattern head, int within, Pattern pattern, Predicate<String> secret) implements Shape {

    static Nearby of(String head, int within, String regex) {
        return new Nearby(Pattern.compile(head), within, Pattern.compile(regex), Randomness::isRandom);
    }

    @Override
    public Optional<Span> at(String text, int start) {
        if (!head.matcher(text).region(start, text.length()).lookingAt()) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(text)
                .region(start, (int) Math.min(text.length(), (long) start + within))
                .useTransparentBounds(true);
        while (matcher.find()) {
            if (secret.test(matcher.group())) {
                return Optional.of(new Span(matcher.start(), matcher.end()));
            }
        }
        return Optional.empty();
    }
}
