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
    private static final Pattern NEW_REQUEST = Pattern.compile(
            "^\\W*(can|could|would|will) you\\b.*|^\\W*(what|which|how|when|where|who)\\b.*\\?\\W*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    Vote vote(String question) {
        if (!strict
                && Sentences.words(question).size() > MIN_WORDS
                && Sentences.overlap(text, question) >= SAME_QUESTION) {
            return new Vote(true, -1, "", "asked again");
        }
        List<String> sentences = Sentences.of(text);
        List<Tone> tones =
                sentences.stream().map(sentence -> Tone.of(sentence, strict)).toList();
        return switch (verdict(sentences, tones)) {
            case PRAISE, APPROVAL -> new Vote(true, 1, "", "praise");
            case COMPLAINT -> new Vote(true, -1, hint(sentences, tones), "complaint");
            case INSTRUCTION -> new Vote(true, -1, hint(sentences, tones), "correction");
            case NEUTRAL -> new Vote(true, 0, "", "no verdict");
        };
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
        if (tones.contains(Tone.INSTRUCTION) && !NEW_REQUEST.matcher(text).matches()) {
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
