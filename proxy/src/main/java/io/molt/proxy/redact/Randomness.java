package io.molt.proxy.redact;

/** Tells keys that a machine made from names that a person chose. A guess: wrong now and then, both ways. */
final class Randomness {

    private static final int SHORTEST_PART = 8;
    /** Machines make no words; of random letters and digits, few look like one. */
    private static final double MOST_IN_WORDS = 0.45;
    /** Without a single digit more must speak for it. */
    private static final double MOST_IN_WORDS_WITHOUT_DIGIT = 0.3;

    private static final int LEAST_DIFFERENT = 6;

    private Randomness() {}

    /** Whether a text without blanks is as if drawn by lot, such as a key in hex, base62 or base64. */
    static boolean isRandom(String text) {
        boolean lower = text.chars().anyMatch(each -> each >= 'a' && each <= 'z');
        boolean upper = text.chars().anyMatch(each -> each >= 'A' && each <= 'Z');
        boolean digit = text.chars().anyMatch(each -> each >= '0' && each <= '9');
        if (!(lower || upper)
                || !(digit || (lower && upper))
                || longestPart(text) < SHORTEST_PART
                || text.chars().distinct().count() < LEAST_DIFFERENT) {
            return false;
        }
        double inWords = inWords(text);
        return inWords < (digit ? MOST_IN_WORDS : MOST_IN_WORDS_WITHOUT_DIGIT) || digitsBetweenLetters(text) >= 3;
    }

    /** Lower case, upper case, digits, others: how many of the four there are. */
    static int kindsOfCharacters(String text) {
        return (int) text.chars()
                .map(each -> Character.isLowerCase(each)
                        ? 0
                        : Character.isUpperCase(each) ? 1 : Character.isDigit(each) ? 2 : 3)
                .distinct()
                .count();
    }

    /** The share of letters and digits that stand in what could be a word of a language, or a part of a camelCase name. */
    static double inWords(String text) {
        int all = 0;
        int inWords = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char here = i < text.length() ? text.charAt(i) : ' ';
            all += isLetter(here) || isDigit(here) ? 1 : 0;
            boolean goesOn = isLetter(here)
                    && (i == start || !Character.isUpperCase(here) || !Character.isLowerCase(text.charAt(i - 1)));
            if (!goesOn) {
                inWords += isWord(text, start, i) ? i - start : 0;
                start = isLetter(here) ? i : i + 1;
            }
        }
        return all == 0 ? 1 : (double) inWords / all;
    }

    private static boolean isWord(String text, int start, int end) {
        int vowels = 0;
        int consonants = 0;
        for (int i = start; i < end; i++) {
            if ("aeiouyAEIOUY".indexOf(text.charAt(i)) >= 0) {
                vowels++;
                consonants = 0;
            } else if (++consonants > 3) {
                return false;
            }
        }
        int length = end - start;
        return length >= 4 && 5 * vowels >= length && 10 * vowels <= 7 * length;
    }

    private static int digitsBetweenLetters(String text) {
        int groups = 0;
        boolean letterBefore = false;
        for (int i = 1; i < text.length(); i++) {
            if (isDigit(text.charAt(i)) && !isDigit(text.charAt(i - 1))) {
                letterBefore = isLetter(text.charAt(i - 1));
            } else if (letterBefore && isLetter(text.charAt(i)) && isDigit(text.charAt(i - 1))) {
                groups++;
            }
        }
        return groups;
    }

    private static int longestPart(String text) {
        int longest = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            length = "-_./:".indexOf(text.charAt(i)) >= 0 ? 0 : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    private static boolean isLetter(char each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
    }

    private static boolean isDigit(char each) {
        return each >= '0' && each <= '9';
    }
}
