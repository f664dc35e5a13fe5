package io.molt.operators.judge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts a text into sentences and words. */
final class Sentences {

    /** After an end mark and before a capital, a digit, a quote or a bracket; inside 14:05 or memo.md nothing ends. */
    private static final Pattern END = Pattern.compile("(?<=[.!?])[\"')]?\\s+(?=[\\p{Lu}\\d\"'(`*-])|\\n{2,}");

    private Sentences() {}

    static List<String> of(String text) {
        return END.splitAsStream(text.strip())
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    static List<String> words(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < lower.length(); at += Character.charCount(lower.codePointAt(at))) {
            if (!isOfWord(lower.codePointAt(at))) {
                addWord(words, lower, from, at);
                from = at + Character.charCount(lower.codePointAt(at));
            }
        }
        addWord(words, lower, from, lower.length());
        return words;
    }

    private static void addWord(List<String> words, String text, int from, int to) {
        if (from < to) {
            words.add(text.substring(from, to));
        }
    }

    /** A letter or a number of any script. */
    private static boolean isOfWord(int character) {
        return Character.isLetterOrDigit(character)
                || Character.getType(character) == Character.LETTER_NUMBER
                || Character.getType(character) == Character.OTHER_NUMBER;
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
