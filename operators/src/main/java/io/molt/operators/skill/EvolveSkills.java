package io.molt.operators.skill;

import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.Failure;
import io.molt.operators.learn.Forgotten;
import io.molt.operators.wire.Encoded;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.skill.SkillStatus;
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
 * state   skills: the newest version of each of the agent's skills by name, kept for ever, without words if it was forgotten;
 *         sessions: of the turns behind each skill, by name, until it is forgotten
 * timer   none
 * out     {@link Encoded} skill versions, key agentId/name
 * side    none
 * </pre>
 */
public final class EvolveSkills extends KeyedProcessFunction<String, EvolutionRequest, Encoded> {

    private final Evolver evolver;
    private transient MapState<String, SkillVersion> skills;
    private transient MapState<String, List<String>> sessions;

    public EvolveSkills(Evolver evolver) {
        this.evolver = evolver;
    }

    @Override
    public void open(OpenContext context) {
        skills = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("skills", Types.STRING, TypeInformation.of(SkillVersion.class)));
        sessions = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("sessions", Types.STRING, Types.LIST(Types.STRING)));
    }

    @Override
    public void processElement(EvolutionRequest request, Context context, Collector<Encoded> out) throws Exception {
        List<SkillVersion> known = new ArrayList<>();
        skills.values().forEach(known::add);
        for (Forgotten forgotten : request.forgotten()) {
            for (SkillVersion skill : known) {
                if (skill.status() == SkillStatus.ACTIVE && cameOf(skill, forgotten)) {
                    sessions.remove(skill.name());
                    write(skill.retired(request.atMillis()), out);
                }
            }
        }
        for (SkillVersion skill : evolver.evolve(request, known)) {
            sessions.put(skill.name(), sessions(skill, request.failures()));
            write(skill, out);
        }
    }

    private boolean cameOf(SkillVersion skill, Forgotten forgotten) throws Exception {
        List<String> of = sessions.get(skill.name());
        return skill.origin().turnIds().stream().anyMatch(turn -> forgotten.names("", turn))
                || (of != null && of.stream().anyMatch(session -> forgotten.names(session, "")));
    }

    private static List<String> sessions(SkillVersion skill, List<Failure> failures) {
        return failures.stream()
                .filter(failure -> skill.origin().turnIds().contains(failure.turnId()))
                .map(Failure::sessionId)
                .distinct()
                .toList();
    }

    private void write(SkillVersion skill, Collector<Encoded> out) throws Exception {
        skills.put(skill.name(), skill);
        out.collect(new Encoded(skill.agentId() + "/" + skill.name(), Codecs.SKILLS.encode(skill)));
    }
}
