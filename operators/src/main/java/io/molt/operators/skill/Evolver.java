package io.molt.operators.skill;

import io.molt.operators.learn.EvolutionRequest;
import io.molt.schemas.skill.SkillVersion;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/** Makes skills of failures: by distilling the users' words, or by asking a model. */
public interface Evolver extends Serializable {

    /**
     * The skills that these failures teach.
     *
     * @param known the agent's skills, newest version of each
     * @return new skills and new versions of known ones, three at most; empty if nothing is new
     */
    List<SkillVersion> evolve(EvolutionRequest request, Collection<SkillVersion> known);
}
