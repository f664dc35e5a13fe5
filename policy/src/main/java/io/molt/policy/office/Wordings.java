package io.molt.policy.office;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How people in the office put things: rules, corrections, thanks. */
final class Wordings {

    private static final List<String> LEADS =
            List.of("Write %s %s.", "Always give %s %s.", "I want %s %s.", "Use this for %s: %s.");

    /** By request type, in their order, and convention: two descriptions of the convention. */
    private static final List<List<List<String>>> DESCRIPTIONS = List.of(
            List.of(
                    List.of("in ISO 8601 form like 2026-01-31T14:05", "as ISO date and time with a T"),
                    List.of("in US style like January 31, 2:05 PM", "with the month name and AM or PM"),
                    List.of("in German style like 31.01.2026 14:05", "with dots, day first"),
                    List.of("in compact form like 0131/1405", "as four digits, slash, four digits")),
            List.of(
                    List.of("in snake case with the date first", "like 20260131_travel_memo.md"),
                    List.of("in title case with spaces and docx", "like Travel Memo.docx"),
                    List.of("in kebab case as pdf", "like travel-memo.pdf"),
                    List.of("in camel case as txt", "like TravelMemo.txt")),
            List.of(
                    List.of(
                            "with the state in brackets first, like [DONE]",
                            "starting with a tag in capital letters in brackets"),
                    List.of("as topic, colon, state", "with a colon before the state"),
                    List.of("as a full sentence with an exclamation mark", "in a sentence that starts with Status of"),
                    List.of(
                            "as a dash item with the state in parentheses",
                            "as a list item with parentheses at the end")),
            List.of(
                    List.of("with Hi and without a sign-off", "informal, starting with Hi, no closing"),
                    List.of("with Dear and Kind regards", "formal, with Kind regards at the end"),
                    List.of("as a telegram with the name and a colon", "very short, name first, no greeting"),
                    List.of("with Hello and Cheers at the end", "cheerful, starting with Hello, ending with Cheers")),
            List.of(
                    List.of("starting with Confirmed", "with the word Confirmed first"),
                    List.of("starting with OK and the day before the month", "with OK, commas only"),
                    List.of("starting with TODO and the due date in parentheses", "as a TODO with a due date"),
                    List.of("starting with Yes, I will", "as a polite full sentence with Yes")),
            List.of(
                    List.of("with EUR before the number", "currency code first, like EUR 70"),
                    List.of("with the word euro after the number", "written with the word euro, like 70 euro"),
                    List.of("with two decimals and EUR after", "with decimals, like 70.00 EUR"),
                    List.of("with the euro sign in front", "with a symbol, like \u20ac70")));

    private static final List<RequestType> TYPES = List.of(RequestType.values());

    /** The last two are held out. */
    private static final List<String> COMPLAINTS = List.of(
            "No, that is not what I wanted.",
            "Please don't do it like this.",
            "That is wrong.",
            "Not like that, please.",
            "This is not right.",
            "I don't want it this way.",
            "That format is wrong.",
            "No, not like this.",
            "You got that wrong.",
            "No, I did not want it that way.");

    /** The last two are held out. */
    private static final List<String> THANKS = List.of(
            "Thanks, perfect.",
            "Great, thank you!",
            "Perfect, thanks a lot.",
            "Thank you, that is right.",
            "Exactly what I wanted, thanks.",
            "Very good, thank you.",
            "Thanks, that is great.",
            "Good, that is exactly right.",
            "Wonderful, thank you very much.",
            "Thanks, well done.");

    private static final int HELD_OUT = 2;
    private static final int DESCRIPTIONS_EACH = 2;

    private Wordings() {}

    static List<String> rules(RequestType type, int convention, Split split) {
        List<String> rules = new ArrayList<>();
        int paraphrases = LEADS.size() * DESCRIPTIONS_EACH;
        int row = TYPES.indexOf(type);
        int heldOut = (row * 3 + convention * 5) % paraphrases;
        for (int i = 0; i < paraphrases; i++) {
            if ((i == heldOut) == (split == Split.EVALUATION)) {
                String description = DESCRIPTIONS.get(row).get(convention).get(i / LEADS.size());
                rules.add(LEADS.get(i % LEADS.size()).formatted(type.subject(), description));
            }
        }
        return rules;
    }

    /** A complaint and a rule in one message, in either order. */
    static String correction(RequestType type, int convention, Split split, RandomGenerator random) {
        String complaint = pick(split(COMPLAINTS, split), random);
        String rule = pick(rules(type, convention, split), random);
        return random.nextInt(3) == 0 ? rule + " " + complaint : complaint + " " + rule;
    }

    static String thanks(Split split, RandomGenerator random) {
        return pick(split(THANKS, split), random);
    }

    static <T> T pick(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<String> split(List<String> wordings, Split split) {
        int seen = wordings.size() - HELD_OUT;
        return split == Split.EVALUATION ? wordings.subList(seen, wordings.size()) : wordings.subList(0, seen);
    }
}
