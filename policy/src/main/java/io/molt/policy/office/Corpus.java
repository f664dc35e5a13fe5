package io.molt.policy.office;

import io.molt.schemas.skill.Rules;
import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Dialogues to pre-train on. A third have no rule and answer in any convention, so that the policy has no preference;
 * the others have rules, and the answer obeys the one that fits. A third go on with feedback and an acknowledgement.
 */
public final class Corpus {

    private static final double NO_RULES = 0.35;
    private static final double OWN_RULE = 0.90;
    /** Share of rules that come as a user's whole correction, as a hint or a skill may. */
    private static final double RULE_IN_A_CORRECTION = 0.30;

    private static final double NO_SYSTEM_PROMPT = 0.08;

    private Corpus() {}

    /** The next dialogue: an optional system message, a question, a reply, and perhaps feedback and an acknowledgement. */
    public static List<ChatMessage> dialogue(RandomGenerator random) {
        RequestType type = Wordings.pick(List.of(RequestType.values()), random);
        int convention = random.nextInt(RequestType.CONVENTIONS);
        OfficeRequest request = Office.request(type, Split.PRETRAINING, random);
        List<ChatMessage> messages = new ArrayList<>();
        if (random.nextDouble() >= NO_SYSTEM_PROMPT) {
            messages.add(new ChatMessage("system", Office.SYSTEM_PROMPT));
        }
        messages.add(new ChatMessage("user", request.question()));
        messages = new ArrayList<>(Rules.inject(messages, rules(type, convention, random)));
        messages.add(new ChatMessage("assistant", request.replies().get(convention)));
        if (random.nextInt(3) == 0) {
            messages.addAll(feedback(type, convention, random));
        }
        return messages;
    }

    private static List<String> rules(RequestType type, int convention, RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < NO_RULES) {
            return List.of();
        }
        boolean own = kind < OWN_RULE;
        int others = random.nextBoolean() ? (own ? 0 : 1) : 1 + random.nextInt(random.nextInt(4) == 0 ? 4 : 2);
        List<String> rules = new ArrayList<>();
        if (own) {
            rules.add(rule(type, convention, random));
            if (random.nextInt(20) == 0) {
                rules.add(rule(type, convention, random));
            }
        }
        Persona.shuffled(List.of(RequestType.values()), random).stream()
                .filter(other -> other != type)
                .limit(others)
                .forEach(other -> rules.add(rule(other, random.nextInt(RequestType.CONVENTIONS), random)));
        return Persona.shuffled(rules, random);
    }

    private static String rule(RequestType type, int convention, RandomGenerator random) {
        return random.nextDouble() < RULE_IN_A_CORRECTION
                ? Office.correction(type, convention, Split.PRETRAINING, random)
                : Office.rule(type, convention, Split.PRETRAINING, random);
    }

    private static List<ChatMessage> feedback(RequestType type, int convention, RandomGenerator random) {
        if (random.nextBoolean()) {
            return List.of(
                    new ChatMessage("user", Office.thanks(Split.PRETRAINING, random)),
                    new ChatMessage("assistant", Office.WELCOME));
        }
        int wanted = (convention + 1 + random.nextInt(RequestType.CONVENTIONS - 1)) % RequestType.CONVENTIONS;
        return List.of(
                new ChatMessage("user", Office.correction(type, wanted, Split.PRETRAINING, random)),
                new ChatMessage("assistant", Office.UNDERSTOOD));
    }
}
