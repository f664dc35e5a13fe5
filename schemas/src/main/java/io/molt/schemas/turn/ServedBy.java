package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Who answered a turn, and with what help.
 *
 * @param policy {@code agent@v8}, {@code base} for the policy without adapter, or the name of a model that is not trained
 * @param trained true if the policy is the one that this installation trains
 * @param skills injected skills, each {@code name@v3}, in the order of injection
 * @param skillGeneration the agent's skill generation at that moment; 0 before the first evolution
 * @param injected the text that the proxy added to the system prompt; empty if none
 */
public record ServedBy(String policy, boolean trained, List<String> skills, long skillGeneration, String injected) {

    /** {@link #policy} of the policy without any adapter. */
    public static final String BASE = "base";

    public ServedBy {
        requireNonNull(policy, "policy");
        requireNonNull(injected, "injected");
        skills = List.copyOf(skills);
    }

    /** The version behind {@code agent@v8}: 8; 0 for the base policy and for every policy that is not trained. */
    public long version() {
        int at = policy.lastIndexOf("@v");
        return at < 0 || !trained ? 0 : Long.parseLong(policy.substring(at + 2));
    }
}
