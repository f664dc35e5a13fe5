package io.molt.proxy.skill;

/**
 * How much may be injected into one conversation.
 *
 * @param most skills, from 0
 * @param budgetTokens for all rules together, in tokens of about four characters
 */
public record SkillLimits(int most, int budgetTokens) {

    private static final int CHARS_PER_TOKEN = 4;

    public SkillLimits {
        if (most < 0 || budgetTokens < 0) {
            throw new IllegalArgumentException(
                    "skill limits must not be negative, but were " + most + " skills and " + budgetTokens + " tokens");
        }
    }

    /** About how many tokens a rule takes, bullet and line break included. */
    static int tokens(String rule) {
        return (rule.length() + 3 + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    }
}
