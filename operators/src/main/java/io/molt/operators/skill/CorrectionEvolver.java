package io.molt.operators.skill;

import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.Failure;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a skill of every correction, in the user's own words. Deterministic. A correction that says nearly what a known
 * skill says adds nothing: the skill is already injected, and a new version would only age the turns that wait to train.
 */
public final class CorrectionEvolver implements Evolver {

    private static final int MAX_SKILLS = 3;
    private static final String CATEGORY = "correction";

    @Override
    public List<SkillVersion> evolve(EvolutionRequest request, Collection<SkillVersion> known) {
        Map<RuleText, List<Failure>> rules = new LinkedHashMap<>();
        for (Failure failure : request.failures()) {
            RuleText rule = RuleText.of(failure.hint());
            if (rule.isFit() && known.stream().noneMatch(skill -> says(skill, rule))) {
                RuleText same = rules.keySet().stream()
                        .filter(rule::isNearly)
                        .findFirst()
                        .orElse(rule);
                rules.computeIfAbsent(same, unused -> new ArrayList<>()).add(failure);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        known.forEach(skill -> names.add(skill.name()));
        return rules.entrySet().stream()
                .limit(MAX_SKILLS)
                .map(rule -> skill(request, rule.getKey(), rule.getValue(), names))
                .toList();
    }

    private static boolean says(SkillVersion skill, RuleText rule) {
        return skill.status() == SkillStatus.ACTIVE
                && RuleText.of(skill.text().description()).isNearly(rule);
    }

    private static SkillVersion skill(
            EvolutionRequest request, RuleText rule, List<Failure> failures, Set<String> names) {
        return new SkillVersion(
                request.agentId(),
                unused(rule.name(), names),
                1,
                SkillStatus.ACTIVE,
                new SkillText(rule.line(), CATEGORY, ""),
                new SkillOrigin(
                        request.evolutionId(),
                        request.generation(),
                        failures.stream().map(Failure::turnId).toList(),
                        failures.stream()
                                .map(Failure::question)
                                .filter(question -> !question.isBlank())
                                .distinct()
                                .toList()),
                request.atMillis());
    }

    /** Another rule in other words may have the same first words. */
    private static String unused(String name, Set<String> names) {
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + "-" + i;
        }
        return candidate;
    }
}
