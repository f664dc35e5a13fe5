package io.molt.operators.judge;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.Locale;
import java.util.regex.Pattern;

/** What one sentence of a user says about the reply before it. */
enum Tone {
    /** It begins with praise: a verdict, whatever comes after it. */
    PRAISE,
    /** It says in passing that something is right. */
    APPROVAL,
    /** It says that something is wrong. */
    COMPLAINT,
    /** It says how it should be. */
    INSTRUCTION,
    /** Nothing of the kind. */
    NEUTRAL;

    // The first letters stand before each choice of words, and before the border: most places then cost one look.

    private static final Pattern HARMLESS = Pattern.compile(
            "(?=[nwza])\\b((no|without( any)?|zero|any) (errors?|issues?|problems?|mistakes?|worries|need)|not bad"
                    + "|nothing (is )?(wrong|missing))\\b",
            CASE_INSENSITIVE);

    private static final Pattern PRAISE_FIRST = Pattern.compile(
            "^\\W*((oh|ok(ay)?|yes|yeah|wow|ah|very|all|that'?s|that is|this is|it'?s|looks|so|really|option|[a-g]( is)?)"
                    + "[ ,:!]+){0,6}(correct|perfect(ly)?|great|excellent|thanks|thank you|thx|good|nice|wonderful|awesome"
                    + "|exactly|well done|fantastic|brilliant|amazing|love(ly)?|cool|super|right|works|fully compliant"
                    + "|compliant|much better)\\b",
            CASE_INSENSITIVE);

    private static final Pattern APPROVES = Pattern.compile(
            "(?=[twgeliahnbcpf])\\b(thanks|thank you|well done|good job|exactly what i|looks (good|great|right)|works (well|great|now|fine)"
                    + "|i like (it|that|this)|i love (it|that|this)"
                    + "|(is|are|was|were|has|have|with|now|both) ([\\w-]+ ){0,2}?(correct(ly)?|right|perfect|valid|compliant"
                    + "|properly|officially)|correctly|properly|follows?\\b.*\\bconventions?|compl(y|ies)"
                    + "|follows p\\d|correct(?=( and\\b|,|\\.|$)))\\b",
            CASE_INSENSITIVE);

    private static final Pattern COMPLAINS_FIRST = Pattern.compile(
            "^\\W*((hmm+|well|sorry|but|please|oh)[ ,]+){0,6}(no|nope|not|wrong|incorrect|don'?t|do not|never mind"
                    + "|partially|you (forgot|missed|didn'?t|did not|got (that|this|it) wrong)|i (don'?t|do not|didn'?t"
                    + "|did not) (want|like|need|mean|ask)|unfortunately|that'?s not|(that|this|it)( \\w+)? (is|was) not)\\b",
            CASE_INSENSITIVE);

    private static final Pattern SAYS_WRONG = Pattern.compile(
            "(?=[win])\\b(wrong(ly)?|incorrect(ly)?|inaccurate|not (what i|like (this|that)|right|correct(ly)?|valid|compliant))\\b",
            CASE_INSENSITIVE);

    private static final Pattern COMPLAINS = Pattern.compile(
            "(?=[mvidetfbusn])\\b(missing|violat\\w+|issues?|(does|do|did)(n'?t| not) (meet|conform|follow|have|comply|work|match|contain"
                    + "|include|use)|errors?|traceback|exception|fail(s|ed)?|broken|forgot|mistakes?|useless|terrible"
                    + "|try again|still (contains?|has|wrong|not)|non-compliant)\\b",
            CASE_INSENSITIVE);

    private static final Pattern INSTRUCTS = Pattern.compile(
            "(?=[msrianhpu])\\b(must|should|requires?|required(?! (fields?|standards?))|instead|always|never|have to|has to|needs? to|next time|in future"
                    + "|please use|(?<!what )i want(ed)?|i asked|i said|i meant|rather than|use this for|should've"
                    + "|it needs|make sure|remember to)\\b",
            CASE_INSENSITIVE);

    /**
     * Reads a sentence.
     *
     * @param strict only explicit words of praise and complaint count
     */
    static Tone of(String sentence, boolean strict) {
        String plain = HARMLESS.matcher(sentence).replaceAll(" ");
        if (PRAISE_FIRST.matcher(plain).find() && !afterBut(plain, strict)) {
            return PRAISE;
        }
        if (COMPLAINS_FIRST.matcher(plain).find() || SAYS_WRONG.matcher(plain).find()) {
            return COMPLAINT;
        }
        if (strict) {
            return NEUTRAL;
        }
        if (COMPLAINS.matcher(plain).find()) {
            return COMPLAINT;
        }
        if (INSTRUCTS.matcher(plain).find()) {
            return INSTRUCTION;
        }
        return APPROVES.matcher(plain).find() ? APPROVAL : NEUTRAL;
    }

    static boolean instructs(String sentence) {
        return INSTRUCTS.matcher(sentence).find();
    }

    /** "Great, but please use a dash instead" is no praise. */
    private static boolean afterBut(String sentence, boolean strict) {
        int but = sentence.toLowerCase(Locale.ROOT).indexOf(" but ");
        if (but < 0) {
            return false;
        }
        Tone after = of(sentence.substring(but + 5), strict);
        return after == COMPLAINT || after == INSTRUCTION;
    }
}
