package io.molt.operators.skill;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule in a user's words, as one line.
 *
 * @param line without line breaks
 */
record RuleText(String line) {

    private static final int MAX_CHARS = 500;
    private static final int MAX_NAME_WORDS = 8;
    private static final double NEARLY_SAME = 0.75;
    private static final Set<String> STOP_WORDS = Set.of(
            "a", "an", "and", "the", "to", "of", "in", "on", "for", "with", "as", "is", "are", "be", "it", "this",
            "that", "i", "you", "my", "your", "please", "always", "use", "write", "give", "want", "like", "must",
            "should", "at", "or", "by", "not", "do", "so");

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}\u20ac$%\\[\\]()!:,/_+.-]+|[.,:](?=\\s|$)");
    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");
    private static final Pattern TAKES_OVER = Pattern.compile(
            "<\\|[^|]*\\|>|</?(system|assistant|user|tool)>|\\bignore (all |any )?(the )?(previous|prior|above) instructions"
                    + "|\\bdisregard (all |the )?(previous|prior|above)|\\bsystem prompt\\b|\\byou are now\\b",
            Pattern.CASE_INSENSITIVE);

    static RuleText of(String words) {
        return new RuleText(words.replaceAll("\\s+", " ").strip());
    }

    /** False for empty, overlong or suspicious texts. */
    boolean isFit() {
        return !line.isEmpty()
                && line.length() <= MAX_CHARS
                && line.chars().noneMatch(Character::isISOControl)
                && !TAKES_OVER.matcher(line).find()
                && !name().isEmpty();
    }

    /** Lower-case words joined by hyphens; the rule's own, those that say nothing left out. */
    String name() {
        List<String> words = NO_NAME.splitAsStream(line.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty() && !STOP_WORDS.contains(word))
                .distinct()
                .limit(MAX_NAME_WORDS)
                .toList();
        String name = String.join("-", words);
        return name.length() <= 72 ? name : name.substring(0, 72).replaceAll("-[a-z0-9]*$", "");
    }

    /** True if two rules say the same in nearly the same words. */
    boolean isNearly(RuleText other) {
        Set<String> mine = content();
        Set<String> theirs = other.content();
        Set<String> all = new LinkedHashSet<>(mine);
        all.addAll(theirs);
        Set<String> shared = new LinkedHashSet<>(mine);
        shared.retainAll(theirs);
        return !all.isEmpty() && (double) shared.size() / all.size() >= NEARLY_SAME;
    }

    private Set<String> content() {
        return NO_WORD.splitAsStream(line.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty() && !STOP_WORDS.contains(word))
                .collect(Collectors.toSet());
    }
}
