package io.molt.cli.demo;

import io.molt.cli.client.AgentClient;
import io.molt.cli.client.Reply;
import io.molt.cli.demo.DemoReport.AgentReport;
import io.molt.cli.stack.Stack;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.policy.evaluate.Evaluation;
import io.molt.policy.office.Persona;
import io.molt.proxy.route.Route;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One run of the demo on a running stack: users talk, molt learns, the report says what. */
final class DemoRun {

    /** A request whose first token takes longer than this was held; an adapter swap must never do that. */
    static final long HELD_MILLIS = 3_000;

    static final List<String> AGENTS = List.of("agent-a", "agent-b");

    /** Longer than two checkpoints and a step; a batch that waits for company longer than this is not waited for. */
    private static final Duration QUIET = Duration.ofSeconds(6);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

    private final Stack stack;
    private final DemoOptions options;
    private final String runId;
    private final List<SimulatedUser> users = new ArrayList<>();

    /**
     * A run to be.
     *
     * @param runId tells this run's sessions from those of earlier runs on the same home
     */
    DemoRun(Stack stack, DemoOptions options, String runId) {
        this.stack = stack;
        this.options = options;
        this.runId = runId;
        AgentClient client = new AgentClient(stack.proxyUrl());
        List<Persona> personas = Persona.personas(options.seed());
        for (int i = 0; i < AGENTS.size(); i++) {
            users.add(new SimulatedUser(AGENTS.get(i), personas.get(i), options.seed(), client));
        }
    }

    /** The interactions that are still to be had, by user. */
    Map<SimulatedUser, List<Integer>> due() {
        var recorded = recorded();
        Map<SimulatedUser, List<Integer>> due = new LinkedHashMap<>();
        users.forEach(user -> due.put(user, recorded.due(user.agentId(), options.interactions())));
        return due;
    }

    /** Lets the users talk, then waits until what they said last can have been learned and nothing changes any more. */
    Users talk(Map<SimulatedUser, List<Integer>> due, Pace pace, Runnable progress) throws InterruptedException {
        Users talking = new Users();
        talking.run(due, runId, pace, progress);
        settle();
        return talking;
    }

    /** Waits until no route has changed for a while. */
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        Map<String, Route> before = stack.routes();
        long quietSince = System.nanoTime();
        while (System.nanoTime() < deadline && System.nanoTime() - quietSince < QUIET.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(100);
            Map<String, Route> now = stack.routes();
            if (!now.equals(before)) {
                before = now;
                quietSince = System.nanoTime();
            }
        }
    }

    /** Measures and sums up. */
    DemoReport report(Users talking, double seconds, double stackUpSeconds) throws IOException {
        Map<String, Route> routes = stack.routes(); // before the versions: what is routed was announced
        List<AdapterVersion> versions = versions();
        List<Interaction> interactions = talking.interactions();
        List<Reply> replies = interactions.stream()
                .flatMap(each -> List.of(each.reply(), each.acknowledgement()).stream())
                .toList();
        List<Long> firstTokens =
                replies.stream().map(reply -> reply.times().firstTokenMillis()).toList();
        var latency = new FeedbackToServed(interactions);
        List<AgentReport> agents = agents(routes, versions);
        return new DemoReport(
                options.seed(),
                options.method().name().toLowerCase(Locale.ROOT),
                options.skills() ? "on" : "off",
                options.interactions(),
                seconds,
                stackUpSeconds,
                Memory.peakMb(),
                replies.size() + talking.failed(),
                talking.failed(),
                firstTokens.stream().filter(millis -> millis > HELD_MILLIS).count(),
                Percentiles.of(firstTokens),
                latency.ofCompletingFeedback(versions),
                latency.ofEveryFeedback(versions),
                agents);
    }

    private List<AgentReport> agents(Map<String, Route> routes, List<AdapterVersion> versions) throws IOException {
        List<TurnEvent> turns = turns();
        var recorded = new RecordedInteractions(turns);
        List<TurnAnswered> answered = turns.stream()
                .filter(TurnAnswered.class::isInstance)
                .map(TurnAnswered.class::cast)
                .toList();
        List<AgentReport> agents = new ArrayList<>();
        try (var evaluation = new Evaluation(stack.policy())) {
            var measurements = new Measurements(
                    new HeldOut(evaluation, options.seed()), stack.home().adapters());
            for (int i = 0; i < users.size(); i++) {
                SimulatedUser user = users.get(i);
                agents.add(measurements.of(new Measurements.Known(
                        user,
                        users.get(1 - i),
                        recorded.count(user.agentId()),
                        answered,
                        versions.stream()
                                .filter(version -> version.agentId().equals(user.agentId()))
                                .toList(),
                        routes.getOrDefault(user.agentId(), Route.base(user.agentId()))
                                .version(),
                        stack.skills().forAgent(user.agentId()),
                        learned(user.agentId()))));
            }
        }
        return agents;
    }

    /** How many skills of an agent are active in their newest version. */
    private int learned(String agentId) {
        Map<String, SkillVersion> newest = new TreeMap<>();
        TopicSnapshot.read(stack.brokers(), Topics.SKILLS, Codecs.SKILLS).stream()
                .filter(skill -> skill.agentId().equals(agentId))
                .forEach(skill -> newest.merge(skill.name(), skill, (a, b) -> a.version() >= b.version() ? a : b));
        return (int) newest.values().stream()
                .filter(skill -> skill.status() == SkillStatus.ACTIVE)
                .count();
    }

    private RecordedInteractions recorded() {
        return new RecordedInteractions(turns());
    }

    private List<TurnEvent> turns() {
        return stack.turns();
    }

    /** Every version once, in order; the topic may hold an announcement twice. */
    private List<AdapterVersion> versions() {
        Map<String, AdapterVersion> byPolicy = new LinkedHashMap<>();
        TopicSnapshot.read(stack.brokers(), Topics.ADAPTERS, Codecs.ADAPTERS)
                .forEach(version -> byPolicy.put(version.policy(), version));
        return byPolicy.values().stream()
                .sorted(Comparator.comparing(AdapterVersion::agentId).thenComparing(AdapterVersion::version))
                .toList();
    }
}
