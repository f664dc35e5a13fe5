package io.molt.proxy.skill;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillVersion;

/**
 * The newest version of a skill.
 *
 * @param newest seen so far
 * @param sinceMillis log time of the earliest version seen; fixes the skill's place among the injected
 */
record KnownSkill(SkillVersion newest, long sinceMillis) {

    KnownSkill {
        requireNonNull(newest, "newest");
    }

    static KnownSkill of(SkillVersion version) {
        return new KnownSkill(version, version.atMillis());
    }

    /** With one more version, in any order and perhaps again; of two with one number the first counts. */
    KnownSkill and(SkillVersion version) {
        SkillVersion newer = version.version() > newest.version() ? version : newest;
        return new KnownSkill(newer, Math.min(sinceMillis, version.atMillis()));
    }

    boolean isActive() {
        return newest.status() == SkillStatus.ACTIVE;
    }

    String rule() {
        return newest.text().description();
    }
}
