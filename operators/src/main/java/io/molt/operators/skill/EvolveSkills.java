package io.molt.operators.skill;

import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.wire.Encoded;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.skill.SkillVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Evolution requests in, skills out.
 *
 * <pre>
 * key     agentId
 * state   skills: the newest version of each of the agent's skills by name, kept for ever
 * timer   none
 * out     {@link Encoded} skill versions, key agentId/name
 * side    none
 * </pre>
 */
public final class EvolveSkills extends KeyedProcessFunction<String, EvolutionRequest, Encoded> {

    private final Evolver evolver;
    private transient MapState<String, SkillVersion> skills;

    public EvolveSkills(Evolver evolver) {
        this.evolver = evolver;
    }

    @Override
    public void open(OpenContext context) {
        skills = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("skills", Types.STRING, TypeInformation.of(SkillVersion.class)));
    }

    @Override
    public void processElement(EvolutionRequest request, Context context, Collector<Encoded> out) throws Exception {
        List<SkillVersion> known = new ArrayList<>();
        skills.values().forEach(known::add);
        for (SkillVersion skill : evolver.evolve(request, known)) {
            skills.put(skill.name(), skill);
            out.collect(new Encoded(skill.agentId() + "/" + skill.name(), Codecs.SKILLS.encode(skill)));
        }
    }
}
