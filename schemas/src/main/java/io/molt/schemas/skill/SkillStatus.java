package io.molt.schemas.skill;

/** Whether a skill is injected. */
public enum SkillStatus {
    ACTIVE,
    RETIRED
}
