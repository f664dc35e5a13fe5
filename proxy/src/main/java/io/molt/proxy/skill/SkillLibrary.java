package io.molt.proxy.skill;

import io.molt.schemas.skill.SkillVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All skills of all agents, newest versions. Thread-safe; an agent's index is made when it is first asked for. */
public final class SkillLibrary {

    /** Whose skills every agent gets. */
    public static final String SHARED = "*";

    private final SkillLimits limits;
    private final Map<String, Map<String, KnownSkill>> byAgent = new HashMap<>();
    private final Map<String, SkillIndex> indexes = new ConcurrentHashMap<>();

    public SkillLibrary(SkillLimits limits) {
        this.limits = limits;
    }

    /** One more version, in any order and perhaps again. */
    public synchronized void add(SkillVersion version) {
        byAgent.computeIfAbsent(version.agentId(), unseen -> new HashMap<>())
                .merge(version.name(), KnownSkill.of(version), (known, same) -> known.and(version));
        if (version.agentId().equals(SHARED)) {
            indexes.clear();
        } else {
            indexes.remove(version.agentId());
        }
    }

    /** What an agent may get from now on. */
    public SkillIndex forAgent(String agentId) {
        SkillIndex index = indexes.get(agentId);
        return index == null ? makeIndex(agentId) : index;
    }

    private synchronized SkillIndex makeIndex(String agentId) {
        Map<String, KnownSkill> own = byAgent.getOrDefault(agentId, Map.of());
        Map<String, KnownSkill> all = new HashMap<>(byAgent.getOrDefault(SHARED, Map.of()));
        all.putAll(own);
        long generation = own.values().stream()
                .mapToLong(skill -> skill.newest().origin().generation())
                .max()
                .orElse(0);
        SkillIndex index = new SkillIndex(List.copyOf(all.values()), limits, generation);
        if (indexes.size() >= 10_000) {
            indexes.clear();
        }
        indexes.put(agentId, index);
        return index;
    }
}
