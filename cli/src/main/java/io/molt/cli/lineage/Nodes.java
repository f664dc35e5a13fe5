package io.molt.cli.lineage;

import io.molt.cli.graph.Graph;
import io.molt.cli.graph.Graph.Fact;
import io.molt.cli.graph.Graph.Mark;
import io.molt.schemas.log.ScoredTurn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Facts as nodes of a graph. Pure. */
final class Nodes {

    static final String BASE = "policy/0";

    private Nodes() {}

    static String id(VersionFact version) {
        return "policy/" + version.version();
    }

    static String turnId(String turnId) {
        return "turn/" + turnId;
    }

    static String skillId(String label) {
        return "skill/" + label;
    }

    static Graph.Node base() {
        return new Graph.Node(BASE, Mark.POLICY, "base policy", "without any adapter", List.of(), false);
    }

    /**
     * A version.
     *
     * @param leftBehind a rollback did, so that learning goes on without it
     */
    static Graph.Node of(VersionFact version, boolean subject, boolean leftBehind) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "status", version.status() + (version.reason().isEmpty() ? "" : ": " + version.reason()));
        add(facts, "left behind", leftBehind ? "by a rollback: learning goes on from another version" : "");
        add(facts, "batch", version.turnIds().size() + " turns, formed " + time(version.formedAtMillis()));
        add(facts, "step", pairs(version.how()));
        add(
                facts,
                "metrics",
                version.metrics().entrySet().stream()
                        .map(metric -> String.format(Locale.ROOT, "%s %.4g", metric.getKey(), metric.getValue()))
                        .collect(Collectors.joining(", ")));
        String line =
                version.status() + ", " + version.turnIds().size() + " turns" + (leftBehind ? ", left behind" : "");
        Mark mark = version.accepted() && !leftBehind ? Mark.POLICY : Mark.UNUSED;
        return new Graph.Node(id(version), mark, version.policy(), line, facts, subject);
    }

    /** A turn by its first entry, the later ones among its facts. */
    static Graph.Node of(List<TurnFact> entries, boolean subject) {
        TurnFact first = entries.get(0);
        TurnFact newest = entries.get(entries.size() - 1);
        List<Fact> facts = new ArrayList<>();
        add(facts, "asked", first.asked());
        add(facts, "reply", first.reply());
        add(facts, "answered by", first.answeredBy().policy());
        add(facts, "skills in force", String.join(", ", first.answeredBy().skills()));
        add(facts, "session", first.agentId() + "/" + first.sessionId());
        add(facts, "asked at", time(first.requestedAtMillis()) + ", number " + first.seq() + " of the agent's log");
        for (TurnFact entry : entries) {
            String which = entry.revision() == 0 ? "" : "revision " + entry.revision() + ": ";
            add(
                    facts,
                    which + "followed by",
                    entry.next().kind().replace('_', ' ') + colon(entry.next().text()));
            add(facts, which + "reward", reward(entry));
            add(facts, which + "hint", entry.score().hint());
            for (String vote : entry.score().votes()) {
                add(facts, which + "vote", vote);
            }
        }
        String asked = first.forgotten() ? ScoredTurn.FORGOTTEN : first.asked();
        String line = reward(newest) + (asked.isBlank() ? "" : "  " + asked);
        return new Graph.Node(turnId(first.turnId()), mark(newest), first.turnId(), line, facts, subject);
    }

    /** A turn that a batch or a skill names and the log in the tables has not. */
    static Graph.Node missing(String turnId) {
        String why = "not in the tables: erased since, or not written yet";
        return new Graph.Node(
                turnId(turnId), Mark.UNUSED, turnId, "not in the tables", List.of(new Fact("turn", why)), false);
    }

    /** A turn that was answered and stands in no log yet. */
    static Graph.Node waiting(String turnId) {
        return new Graph.Node(turnId(turnId), Mark.PLAIN, turnId, "waits for what follows it", List.of(), true);
    }

    static Graph.Node of(SkillFact skill) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "status", (skill.forgotten() ? "retired" : skill.status()) + ", generation " + skill.generation());
        String says = skill.forgotten() ? ScoredTurn.FORGOTTEN : skill.description();
        add(facts, "says", says);
        add(facts, "from turns", String.join(", ", skill.turnIds()));
        return new Graph.Node(skillId(skill.label()), Mark.SKILL, skill.label(), says, facts, false);
    }

    private static Mark mark(TurnFact entry) {
        double reward = entry.score().reward().orElse(0);
        return reward > 0 ? Mark.GOOD : reward < 0 ? Mark.BAD : Mark.PLAIN;
    }

    private static String reward(TurnFact entry) {
        return entry.score().reward().isPresent()
                ? number(entry.score().reward().getAsDouble())
                : entry.score().unscored();
    }

    private static String number(double reward) {
        String text = reward == Math.rint(reward) ? String.valueOf((long) reward) : String.valueOf(reward);
        return reward > 0 ? "+" + text : text;
    }

    private static String pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String colon(String text) {
        return text.isBlank() ? "" : ": " + text;
    }

    private static void add(List<Fact> facts, String name, String value) {
        if (!value.isBlank()) {
            facts.add(new Fact(name, value));
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
