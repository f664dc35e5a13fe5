package io.molt.schemas.skill;

import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one form in which advice reaches a policy, be it an injected skill or a teacher's hint: the system prompt, then
 * {@code Rules:}, then one {@code - line} each. One form, so that a policy learns one habit.
 */
public final class Rules {

    private static final String HEADING = "Rules:";
    private static final String BULLET = "\n- ";

    private Rules() {}

    /**
     * The text that adds {@code lines} to a system prompt.
     *
     * @param system the prompt so far, possibly empty, possibly with rules already
     * @param lines one rule each; line breaks inside become blanks, blank lines are left out
     * @return what to append to {@code system}; empty if there are no lines
     */
    public static String addition(String system, List<String> lines) {
        String bullets = lines.stream()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> BULLET + line)
                .collect(Collectors.joining());
        if (bullets.isEmpty()) {
            return "";
        }
        if (endsWithRules(system)) {
            return bullets;
        }
        return (system.isEmpty() ? "" : "\n") + HEADING + bullets;
    }

    /** The conversation with {@code lines} added to its first system message; one is put in front if there is none. */
    public static List<ChatMessage> inject(List<ChatMessage> messages, List<String> lines) {
        boolean hasSystem = !messages.isEmpty() && messages.get(0).role().equals("system");
        String system = hasSystem ? messages.get(0).content() : "";
        String addition = addition(system, lines);
        if (addition.isEmpty()) {
            return List.copyOf(messages);
        }
        List<ChatMessage> injected = new ArrayList<>();
        injected.add(new ChatMessage("system", system + addition));
        injected.addAll(hasSystem ? messages.subList(1, messages.size()) : messages);
        return List.copyOf(injected);
    }

    /** True if the prompt ends in a block of rules, so that another rule is one more bullet. */
    private static boolean endsWithRules(String system) {
        int heading = system.startsWith(HEADING + BULLET) ? 0 : system.lastIndexOf("\n" + HEADING + BULLET);
        if (heading < 0) {
            return false;
        }
        return system.substring(heading).strip().lines().skip(1).allMatch(line -> line.startsWith("- "));
    }
}
