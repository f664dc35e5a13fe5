package io.molt.operators.judge;

import io.molt.schemas.log.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a user says after a reply: thanks, a correction, the same question again.
 *
 * @param text the user's words
 * @param strict only explicit words of praise and complaint count
 */
record UserReply(String text, boolean strict) {

    private static final double SAME_QUESTION = 0.9;
    private static final int MIN_WORDS = 3;
    private static final int MAX_HINT_SENTENCES = 3;
    private static final int MAX_HINT_CHARS = 500;
    private static final Pattern AFTER_VERDICT =
            Pattern.compile("^.{0,60}?(:|\\s[\u2014\u2013-])\\s+(.{10,})$", Pattern.DOTALL);
    /**
     * A sentence that asks for something new: a question, or a task whose object is new, be it by an indefinite article or
     * by the name of a file. "Please add the offset" is about the last reply; "please write a report" is not.
     */
    private static final Pattern NEW_REQUEST = Pattern.compile(
            "^\\W*((now|next|also|then|based on [^,]{1,120}),? +)*((can|could|would|will) you +|please +)?"
                    + "(organi[sz]e|parse|create|write|generate|format|process|update|refactor|draft|compile|analy[sz]e"
                    + "|prepare|build|design|review|add|convert|implement|summari[sz]e|translate|send|schedule|book|find"
                    + "|list|check|make|save|correct|fix|help|debug|i (need|want))\\b"
                    + "(( [^ ]{1,40}){0,3} (a|an|another|new)\\b|.{0,200}?[\\w/-]{1,80}\\.[a-z]{2,5}\\b)"
                    + "|^\\W*(what|which|how|when|where|who|why)\\b.*\\?"
                    + "|^\\W*(can|could|would|will) you\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** Asked for politely, it is no rule that comes before its complaint ("Write names like a.md. That is wrong."). */
    private static final Pattern POLITE = Pattern.compile("\\bplease\\b", Pattern.CASE_INSENSITIVE);
    /** Its options may speak of what is wrong, but of nothing that the assistant did. */
    private static final Pattern CHOICE =
            Pattern.compile("\\b(which|what) of the following\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern THE_SAME_AGAIN =
            Pattern.compile("\\b(instead|again|rather|next time|always|never)\\b", Pattern.CASE_INSENSITIVE);

    /** A sentence and how it was meant. */
    private record Said(String sentence, Tone tone) {

        boolean complains() {
            return tone == Tone.COMPLAINT;
        }
    }

    Vote vote(String question) {
        if (!strict && asksAgain(question)) {
            return new Vote(true, -1, "", "asked again");
        }
        List<Said> said = feedback(Sentences.of(text).stream()
                .map(sentence -> new Said(sentence, Tone.of(sentence, strict)))
                .toList());
        List<String> sentences = said.stream().map(Said::sentence).toList();
        List<Tone> tones = said.stream().map(Said::tone).toList();
        return switch (verdict(sentences, tones)) {
            case PRAISE, APPROVAL -> new Vote(true, 1, "", "praise");
            case COMPLAINT -> new Vote(true, -1, hint(sentences, tones), "complaint");
            case INSTRUCTION -> new Vote(true, -1, hint(sentences, tones), "correction");
            case NEUTRAL -> new Vote(true, 0, "", "no verdict");
        };
    }

    private boolean asksAgain(String question) {
        List<String> asked = Sentences.words(question);
        return asked.size() > MIN_WORDS && Sentences.overlap(Sentences.words(text), asked) >= SAME_QUESTION;
    }

    /**
     * The sentences about the last reply: those before a new request, of which only praise is about it. Where something is
     * complained of, a request says how it should have been done, and all sentences count.
     */
    private static List<Said> feedback(List<Said> all) {
        boolean complains = all.stream().anyMatch(Said::complains);
        for (int i = 0; i < all.size(); i++) {
            String sentence = all.get(i).sentence();
            boolean asks = asksForSomethingNew(sentence)
                    && (!complains || POLITE.matcher(sentence).find());
            if (asks || CHOICE.matcher(sentence).find() || offersOptions(all, i)) {
                return all.subList(0, i).stream()
                        .filter(before -> before.tone() == Tone.PRAISE)
                        .toList();
            }
            if (all.get(i).complains()) {
                return all;
            }
        }
        return all;
    }

    /** A question, and then option A. */
    private static boolean offersOptions(List<Said> all, int question) {
        return question + 1 < all.size()
                && all.get(question).sentence().strip().endsWith("?")
                && all.get(question + 1).sentence().strip().matches("(?s)A[.):].*");
    }

    private static boolean asksForSomethingNew(String sentence) {
        return NEW_REQUEST.matcher(sentence).find()
                && !THE_SAME_AGAIN.matcher(sentence).find();
    }

    private Tone verdict(List<String> sentences, List<Tone> tones) {
        int praise = tones.indexOf(Tone.PRAISE);
        int complaint = tones.indexOf(Tone.COMPLAINT);
        if (praise >= 0 && (complaint < 0 || praise < complaint) && !turnsAround(sentences, tones, praise)) {
            return Tone.PRAISE;
        }
        if (complaint >= 0) {
            return Tone.COMPLAINT;
        }
        if (tones.contains(Tone.INSTRUCTION)) {
            return Tone.INSTRUCTION;
        }
        return tones.contains(Tone.APPROVAL) ? Tone.APPROVAL : Tone.NEUTRAL;
    }

    /** Praise, and then a sentence that takes it back. */
    private static boolean turnsAround(List<String> sentences, List<Tone> tones, int praise) {
        for (int i = praise + 1; i < sentences.size(); i++) {
            boolean objects = sentences.get(i).matches("(?is)^(but|however|still|although|only|except)\\b.*");
            if (objects && (tones.get(i) == Tone.COMPLAINT || tones.get(i) == Tone.INSTRUCTION)) {
                return true;
            }
        }
        return false;
    }

    /** The user's own sentences that say how it should be, without those that only complain. */
    private static String hint(List<String> sentences, List<Tone> tones) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < sentences.size() && kept.size() < MAX_HINT_SENTENCES; i++) {
            String sentence = sentences.get(i);
            switch (tones.get(i)) {
                case PRAISE, APPROVAL -> {}
                case COMPLAINT -> {
                    if (Tone.instructs(sentence)) {
                        kept.add(sentence);
                    } else {
                        Matcher told = AFTER_VERDICT.matcher(sentence);
                        if (told.matches()) {
                            kept.add(told.group(2));
                        }
                    }
                }
                case INSTRUCTION, NEUTRAL -> kept.add(sentence);
            }
        }
        String hint = String.join(" ", kept);
        return hint.length() <= MAX_HINT_CHARS ? hint : hint.substring(0, MAX_HINT_CHARS);
    }
}
