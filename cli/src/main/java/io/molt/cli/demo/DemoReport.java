package io.molt.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a demo run found; the JSON of {@code --report} has these names in snake case.
 *
 * @param seed of the run
 * @param method how the weights learned, lower case
 * @param skills {@code on} or {@code off}
 * @param interactions that each agent was to have
 * @param seconds from the start of the process until everything said was learned, before the measuring
 * @param stackUpSeconds until the first request could be sent
 * @param peakRssMb largest resident set of the process, MiB
 * @param requests sent by the users
 * @param failedRequests without a whole reply
 * @param heldRequests whose first token took longer than {@link DemoRun#HELD_MILLIS}
 * @param firstTokenMs of all requests
 * @param feedbackToServedMs from the feedback that completes a batch to the first reply of the adapter that learned from it
 * @param allFeedbackToServedMs the same of every feedback
 * @param agents one each
 */
record DemoReport(
        long seed,
        String method,
        String skills,
        int interactions,
        double seconds,
        double stackUpSeconds,
        long peakRssMb,
        long requests,
        long failedRequests,
        long heldRequests,
        Percentiles firstTokenMs,
        Percentiles feedbackToServedMs,
        Percentiles allFeedbackToServedMs,
        List<AgentReport> agents) {

    /** The rise in held-out success that the demo promises. */
    static final double PROMISED_RISE = 0.5;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Before is the base policy without adapter and skills; after is what is live at the end. */
    record Change(double before, double after) {

        double rise() {
            return after - before;
        }
    }

    /** The same measure without and with what the proxy injects. */
    record Both(Change skillsOff, Change skillsOn) {}

    /**
     * One agent.
     *
     * @param agent its id
     * @param interactions recorded, over all runs on this home
     * @param turns recorded
     * @param updates accepted versions
     * @param optimizerSteps over all versions
     * @param versions all, skipped ones too
     * @param liveVersion that the proxy routes to; 0 is the base policy
     * @param skillsLearned active skills
     * @param success probability of the wanted reply on held-out prompts, at temperature 1
     * @param greedy share of held-out prompts whose greedy reply is the wanted one
     * @param otherPersona success of this agent's adapter at what the other persona wants
     * @param validOutside share of requests of other types with a valid greedy reply
     * @param contraryRule success at obeying a rule that contradicts what was learned
     */
    record AgentReport(
            String agent,
            int interactions,
            int turns,
            int updates,
            long optimizerSteps,
            int versions,
            long liveVersion,
            int skillsLearned,
            Both success,
            Both greedy,
            Change otherPersona,
            Change validOutside,
            Change contraryRule) {}

    /** Whether the run kept what the demo promises for its settings; in the JSON too. */
    @JsonProperty
    boolean kept() {
        boolean through = agents.stream().allMatch(agent -> agent.interactions() >= interactions);
        if (failedRequests > 0 || heldRequests > 0 || !through) {
            return false;
        }
        boolean on = skills.equals("on");
        if (!on && method.equals("none")) {
            return agents.stream()
                    .allMatch(agent -> agent.updates() == 0
                            && Math.abs(agent.success().skillsOff().rise()) < 1e-6);
        }
        return agents.stream().allMatch(agent -> {
            double before = agent.success().skillsOff().before();
            double after = on
                    ? agent.success().skillsOn().after()
                    : agent.success().skillsOff().after();
            return after - before >= PROMISED_RISE;
        });
    }

    void write(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }
}
