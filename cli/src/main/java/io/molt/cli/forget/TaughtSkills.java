package io.molt.cli.forget;

import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Skills that were made of some turns. Pure. */
final class TaughtSkills {

    private TaughtSkills() {}

    /**
     * The versions that take them back; none for those that were taken back already.
     *
     * @param all versions of all skills, in any order
     */
    static List<SkillVersion> retired(
            Collection<SkillVersion> all, String agentId, Set<String> turnIds, long nowMillis) {
        Map<String, SkillVersion> newest = new TreeMap<>();
        Map<String, SkillVersion> taught = new TreeMap<>();
        for (SkillVersion skill : all) {
            if (skill.agentId().equals(agentId)) {
                newest.merge(skill.name(), skill, (a, b) -> a.version() >= b.version() ? a : b);
                if (skill.origin().turnIds().stream().anyMatch(turnIds::contains)) {
                    taught.putIfAbsent(skill.name(), skill);
                }
            }
        }
        List<SkillVersion> retired = new ArrayList<>();
        for (String name : taught.keySet()) {
            SkillVersion skill = newest.get(name);
            if (skill.status() == SkillStatus.ACTIVE || !skill.text().equals(SkillText.NONE)) {
                retired.add(skill.retired(nowMillis));
            }
        }
        return retired;
    }
}
