package io.molt.operators.judge;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts a text into sentences and words. */
final class Sentences {

    /** After an end mark and before a capital, a digit, a quote or a bracket; inside 14:05 or memo.md nothing ends. */
    private static final Pattern END = Pattern.compile("(?<=[.!?])[\"')]?\\s+(?=[\\p{Lu}\\d\"'(`*-])|\\n{2,}");

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Sentences() {}

    static List<String> of(String text) {
        return END.splitAsStream(text.strip())
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    static List<String> words(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Shared words over all words, 0 to 1. */
    static double overlap(String one, String other) {
        Set<String> all = new HashSet<>(words(one));
        Set<String> shared = new HashSet<>(all);
        Set<String> others = new HashSet<>(words(other));
        all.addAll(others);
        shared.retainAll(others);
        return all.isEmpty() ? 0 : (double) shared.size() / all.size();
    }
}
