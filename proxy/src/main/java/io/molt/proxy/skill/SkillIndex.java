package io.molt.proxy.skill;

import io.molt.schemas.skill.SkillVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The skills that one agent may get, at one moment; immutable.
 *
 * <p>Places go to the skills most relevant to the last user message, then to the newest. What is chosen stands in the
 * order in which it was first learned, so that the injected block changes as little as possible from turn to turn and
 * the engine's prompt cache holds.
 */
public final class SkillIndex {

    private static final Comparator<KnownSkill> FIRST_LEARNED = Comparator.comparingLong(KnownSkill::sinceMillis)
            .thenComparing(skill -> skill.newest().name())
            .thenComparing(skill -> skill.newest().agentId());
    private static final Comparator<KnownSkill> NEWEST = Comparator.comparingLong(
                    (KnownSkill skill) -> skill.newest().atMillis())
            .reversed()
            .thenComparing(FIRST_LEARNED);

    private final List<KnownSkill> active;
    private final List<KnownSkill> newestFirst;
    private final SkillLimits limits;
    private final long generation;
    private final Relevance relevance;

    SkillIndex(List<KnownSkill> known, SkillLimits limits, long generation) {
        this.active = known.stream()
                .filter(KnownSkill::isActive)
                .sorted(FIRST_LEARNED)
                .toList();
        this.newestFirst = active.stream().sorted(NEWEST).toList();
        this.limits = limits;
        this.generation = generation;
        this.relevance = active.size() > limits.most() ? Relevance.of(active) : Relevance.NONE;
    }

    /** There is nothing to inject, whatever is asked. */
    public boolean isEmpty() {
        return active.isEmpty() || limits.most() == 0;
    }

    /** The agent's skill generation: that of its newest evolution, 0 before the first. */
    public long generation() {
        return generation;
    }

    /**
     * What would be injected into a conversation.
     *
     * @param lastUser the user's last message, which decides
     * @return in the order of injection
     */
    public List<SkillVersion> select(String lastUser) {
        Set<KnownSkill> ranked = new LinkedHashSet<>(relevance.rank(lastUser));
        ranked.addAll(newestFirst);
        List<KnownSkill> chosen = new ArrayList<>();
        int tokens = 0;
        for (KnownSkill skill : ranked) {
            int cost = SkillLimits.tokens(skill.rule());
            if (chosen.size() < limits.most() && tokens + cost <= limits.budgetTokens()) {
                chosen.add(skill);
                tokens += cost;
            }
        }
        return chosen.stream().sorted(FIRST_LEARNED).map(KnownSkill::newest).toList();
    }
}
