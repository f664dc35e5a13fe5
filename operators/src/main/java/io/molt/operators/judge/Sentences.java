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
        int at = 0;
        while (at < lower.length()) {
            int character = lower.codePointAt(at);
            int next = at + Character.charCount(character);
            if (!isOfWord(character)) {
                addWord(words, lower, from, at);
                from = next;
            }
            at = next;
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
        if (character < 128) {
            return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        }
        return Character.isLetterOrDigit(character)
                || Character.getType(character) == Character.LETTER_NUMBER
                || Character.getType(character) == Character.OTHER_NUMBER;
    }

    /** Shared words over all words, 0 to 1; of words as {@link #words} gives them. */
    static double overlap(List<String> one, List<String> other) {
        Set<String> ones = new HashSet<>(one);
        Set<String> others = new HashSet<>(other);
        long shared = ones.stream().filter(others::contains).count();
        long all = ones.size() + others.size() - shared;
        return all == 0 ? 0 : (double) shared / all;
    }
}
