package io.molt.cli.demo;

import io.molt.cli.demo.DemoReport.AgentReport;
import io.molt.cli.demo.DemoReport.Both;
import io.molt.cli.demo.DemoReport.Change;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.evaluate.Evaluation.Summary;
import io.molt.proxy.skill.SkillIndex;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.skill.Rules;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.TurnAnswered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Measures what one agent has learned, from the adapter that is live and the skills that would be injected. */
final class Measurements {

    private final HeldOut heldOut;
    private final Path adapters;

    Measurements(HeldOut heldOut, Path adapters) {
        this.heldOut = heldOut;
        this.adapters = adapters;
    }

    /**
     * What is known of an agent at the end of a run.
     *
     * @param user who talked to it
     * @param other the other user
     * @param interactions recorded
     * @param answered turns recorded, of all agents
     * @param versions of this agent, in order
     * @param liveVersion that the proxy routes to
     * @param skills that the proxy would inject
     * @param skillsLearned how many there are
     */
    record Known(
            SimulatedUser user,
            SimulatedUser other,
            int interactions,
            List<TurnAnswered> answered,
            List<AdapterVersion> versions,
            long liveVersion,
            SkillIndex skills,
            int skillsLearned) {}

    private static String lastUser(List<ChatMessage> conversation) {
        return conversation.stream()
                .filter(message -> message.role().equals("user"))
                .reduce((earlier, later) -> later)
                .map(ChatMessage::content)
                .orElse("");
    }

    AgentReport of(Known known) throws IOException {
        var persona = known.user().persona();
        Optional<LoraAdapter> live = live(known);
        UnaryOperator<List<ChatMessage>> inject = conversation -> Rules.inject(
                conversation,
                known.skills().select(lastUser(conversation)).stream()
                        .map(skill -> skill.text().description())
                        .toList());
        Summary before = heldOut.success(persona, Optional.empty(), UnaryOperator.identity());
        Summary trained = heldOut.success(persona, live, UnaryOperator.identity());
        Summary injected = heldOut.success(persona, live, inject);
        var others = known.other().persona();
        return new AgentReport(
                known.user().agentId(),
                known.interactions(),
                (int) known.answered().stream()
                        .filter(turn ->
                                turn.turn().agentId().equals(known.user().agentId()))
                        .count(),
                (int) known.versions().stream().filter(Measurements::accepted).count(),
                (long) known.versions().stream()
                        .mapToDouble(version -> version.report().metrics().getOrDefault("optimizer_steps", 0.0))
                        .sum(),
                known.versions().size(),
                known.liveVersion(),
                known.skillsLearned(),
                new Both(
                        new Change(before.success(), trained.success()),
                        new Change(before.success(), injected.success())),
                new Both(new Change(before.greedy(), trained.greedy()), new Change(before.greedy(), injected.greedy())),
                new Change(
                        heldOut.success(others, Optional.empty(), UnaryOperator.identity())
                                .success(),
                        heldOut.success(others, live, UnaryOperator.identity()).success()),
                new Change(
                        heldOut.validOutside(persona, Optional.empty()).greedy(),
                        heldOut.validOutside(persona, live).greedy()),
                new Change(
                        heldOut.contraryRule(persona, Optional.empty()).greedy(),
                        heldOut.contraryRule(persona, live).greedy()));
    }

    private static boolean accepted(AdapterVersion version) {
        return version.report().status() == VersionStatus.ACCEPTED;
    }

    private Optional<LoraAdapter> live(Known known) throws IOException {
        if (known.liveVersion() == 0) {
            return Optional.empty();
        }
        AdapterVersion live = known.versions().stream()
                .filter(version -> version.version() == known.liveVersion())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        known.user().agentId() + "@v" + known.liveVersion() + " is served but was never announced"));
        return Optional.of(
                AdapterDirectory.readAdapter(adapters.resolve(live.files().directory())));
    }
}
