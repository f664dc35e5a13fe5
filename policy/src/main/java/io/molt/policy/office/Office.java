package io.molt.policy.office;

import io.molt.schemas.skill.Rules;
import io.molt.schemas.turn.ChatMessage;
import java.util.List;
import java.util.random.RandomGenerator;

/** What can be asked and said in the office. All text is a pure function of the random numbers handed in. */
public final class Office {

    /** The system prompt of every agent in the office. */
    public static final String SYSTEM_PROMPT = "You are an office assistant.";

    /** The assistant's word after thanks. */
    public static final String WELCOME = "You are welcome.";

    /** The assistant's word after a correction. */
    public static final String UNDERSTOOD = "Understood.";

    private Office() {}

    /** A request of the given type; topic and wording are of the given split. */
    public static OfficeRequest request(RequestType type, Split split, RandomGenerator random) {
        Facts facts = Facts.draw(split, random);
        List<String> wordings = Questions.wordings(type, facts);
        int last = wordings.size() - 1;
        String question =
                switch (split) {
                    case PRETRAINING -> Wordings.pick(wordings, random);
                    case INTERACTION -> wordings.get(random.nextInt(last));
                    case EVALUATION -> wordings.get(last);
                };
        return new OfficeRequest(type, facts.topic(), question, Questions.replies(type, facts));
    }

    /** A sentence that asks for a convention (0 to 3), such as {@code Always give prices with EUR before the number.} */
    public static String rule(RequestType type, int convention, Split split, RandomGenerator random) {
        return Wordings.pick(Wordings.rules(type, convention, split), random);
    }

    /** Every wording of the rule for a convention (0 to 3) in a split. */
    public static List<String> rules(RequestType type, int convention, Split split) {
        return List.copyOf(Wordings.rules(type, convention, split));
    }

    /** What a user says who wanted the given convention (0 to 3) and did not get it: a complaint and a rule. */
    public static String correction(RequestType type, int convention, Split split, RandomGenerator random) {
        return Wordings.correction(type, convention, split, random);
    }

    /** What a user says who is content. */
    public static String thanks(Split split, RandomGenerator random) {
        return Wordings.thanks(split, random);
    }

    /** The conversation that asks {@code question}, with rules in the system prompt if there are any. */
    public static List<ChatMessage> ask(String question, List<String> rules) {
        return Rules.inject(
                List.of(new ChatMessage("system", SYSTEM_PROMPT), new ChatMessage("user", question)), rules);
    }
}
