package io.molt.cli.lineage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.molt.cli.graph.Graph;
import io.molt.cli.graph.Graph.Arrow;
import io.molt.cli.graph.Graph.Group;
import io.molt.cli.graph.Graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the tables know about one agent, as a graph about one version, turn or session. Pure. */
final class Story {

    private final Ancestors ancestors;
    private final long head;
    private final Map<String, List<TurnFact>> turns;
    private final Map<String, SkillFact> skills = new LinkedHashMap<>();
    private final Set<Arrow> arrows = new LinkedHashSet<>();

    /**
     * Of one agent.
     *
     * @param versions all of them
     * @param rollback the newest, if there ever was one
     * @param turns entries of the turns that matter, by agentSeq
     * @param skills all of them
     */
    Story(
            List<VersionFact> versions,
            Optional<Ancestors.Rollback> rollback,
            List<TurnFact> turns,
            List<SkillFact> skills) {
        this.ancestors = new Ancestors(versions);
        this.head = ancestors.head(rollback);
        this.turns = turns.stream().collect(groupingBy(TurnFact::turnId, LinkedHashMap::new, toList()));
        skills.forEach(skill -> this.skills.put(skill.label(), skill));
    }

    /** What taught a version: its batch, the skills in force, and the versions that it stands on. */
    Graph ofVersion(VersionFact version) {
        List<Node> taught = new ArrayList<>();
        for (String turnId : version.turnIds()) {
            taught.add(turn(turnId, ""));
            arrow(Nodes.turnId(turnId), Nodes.id(version), version.accepted() ? "taught" : "was in the batch of");
        }
        List<VersionFact> chain = new ArrayList<>(List.of(version));
        chain.addAll(ancestors.of(version.version()));
        List<Node> policies = new ArrayList<>();
        for (VersionFact each : chain) {
            policies.add(node(each, each.equals(version)));
            String parent = ancestors.get(each.parent()).map(Nodes::id).orElse(Nodes.BASE);
            arrow(parent, Nodes.id(each), "is the parent of");
        }
        policies.add(Nodes.base());
        int inherited =
                chain.stream().skip(1).mapToInt(each -> each.turnIds().size()).sum();
        String heading = version.accepted() ? "Turns that taught it" : "Turns of its batch";
        return graph(
                version.policy() + ": " + count(version.turnIds().size(), "turn") + " of its own, "
                        + count(inherited, "turn") + " through " + count(chain.size() - 1, "earlier version"),
                version.accepted()
                        ? List.of()
                        : List.of("The version was " + version.status() + ", so that its batch taught nothing: "
                                + version.reason()),
                List.of(
                        new Group("Skills in force", 0, inForce(version.turnIds())),
                        new Group(heading, 1, taught),
                        new Group("The version, and what it stands on", 2, policies)));
    }

    /**
     * What became of a turn.
     *
     * @param untaught why it is in no batch; empty if it is, or if that is not known
     */
    Graph ofTurn(String turnId, Optional<String> untaught) {
        List<String> session = List.copyOf(turns.keySet());
        List<Node> neighbours =
                new ArrayList<>(session.stream().map(each -> turn(each, turnId)).toList());
        if (!turns.containsKey(turnId)) {
            neighbours.add(Nodes.waiting(turnId));
        }
        followed(session);
        List<SkillFact> raised = raisedBy(Set.of(turnId));
        raised.forEach(skill -> arrow(Nodes.turnId(turnId), Nodes.skillId(skill.label()), "gave rise to"));
        List<VersionFact> batches = ancestors.holding(turnId);
        List<VersionFact> direct = ancestors.taughtBy(turnId);
        for (VersionFact version : batches) {
            arrow(Nodes.turnId(turnId), Nodes.id(version), version.accepted() ? "taught" : "was in the batch of");
        }
        List<VersionFact> later = descent(direct);
        List<String> remarks = new ArrayList<>();
        if (direct.isEmpty()) {
            String why = batches.isEmpty()
                    ? untaught.orElse("no batch has it")
                    : "its batch was " + batches.get(0).status() + ": "
                            + batches.get(0).reason();
            remarks.add("It taught no version: " + why + ".");
        }
        return graph(
                "turn " + turnId + ": taught " + count(direct.size(), "version") + " directly and "
                        + count(later.size(), "version") + " by descent, gave rise to " + count(raised.size(), "skill"),
                remarks,
                List.of(
                        new Group("Skills in force", 0, inForce(List.of(turnId))),
                        new Group("Its session, in order", 1, neighbours),
                        new Group(
                                "Skills it gave rise to",
                                2,
                                raised.stream().map(Nodes::of).toList()),
                        new Group("Versions with it in their batch", 2, nodes(batches)),
                        new Group("Versions that stand on those", 3, nodes(later))));
    }

    /** What became of a session's turns. */
    Graph ofSession(String agentId, String sessionId) {
        List<String> session = List.copyOf(turns.keySet());
        List<Node> nodes = session.stream().map(each -> turn(each, "")).toList();
        followed(session);
        List<SkillFact> raised = raisedBy(turns.keySet());
        for (SkillFact skill : raised) {
            skill.turnIds().stream()
                    .filter(turns::containsKey)
                    .forEach(turnId -> arrow(Nodes.turnId(turnId), Nodes.skillId(skill.label()), "gave rise to"));
        }
        Set<VersionFact> batches = new LinkedHashSet<>();
        for (String turnId : session) {
            for (VersionFact version : ancestors.holding(turnId)) {
                batches.add(version);
                arrow(Nodes.turnId(turnId), Nodes.id(version), version.accepted() ? "taught" : "was in the batch of");
            }
        }
        List<VersionFact> direct =
                batches.stream().filter(VersionFact::accepted).toList();
        List<VersionFact> later = descent(direct);
        return graph(
                "session " + agentId + "/" + sessionId + ": " + count(session.size(), "turn") + " taught "
                        + count(direct.size(), "version") + " directly and " + count(later.size(), "version")
                        + " by descent, gave rise to " + count(raised.size(), "skill"),
                List.of(),
                List.of(
                        new Group("Skills in force", 0, inForce(session)),
                        new Group("Turns, in order", 1, nodes),
                        new Group(
                                "Skills they gave rise to",
                                2,
                                raised.stream().map(Nodes::of).toList()),
                        new Group("Versions with one of them in their batch", 2, nodes(batches)),
                        new Group("Versions that stand on those", 3, nodes(later))));
    }

    private List<VersionFact> descent(Collection<VersionFact> direct) {
        List<VersionFact> later = ancestors.descendants(direct);
        later.forEach(version -> ancestors
                .get(version.parent())
                .ifPresent(parent -> arrow(Nodes.id(parent), Nodes.id(version), "is the parent of")));
        return later;
    }

    private void followed(Collection<String> session) {
        for (String turnId : session) {
            for (TurnFact entry : turns.get(turnId)) {
                if (turns.containsKey(entry.next().turnId())) {
                    arrow(Nodes.turnId(turnId), Nodes.turnId(entry.next().turnId()), "was followed by");
                }
            }
        }
    }

    private List<SkillFact> raisedBy(Set<String> turnIds) {
        return skills.values().stream()
                .filter(skill -> skill.turnIds().stream().anyMatch(turnIds::contains))
                .toList();
    }

    private List<Node> inForce(Collection<String> turnIds) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (String turnId : turnIds) {
            for (TurnFact entry : turns.getOrDefault(turnId, List.of())) {
                for (String label : entry.answeredBy().skills()) {
                    nodes.putIfAbsent(label, skill(label));
                    arrow("in force/" + label, Nodes.turnId(turnId), "was in the prompt of");
                }
            }
        }
        return List.copyOf(nodes.values());
    }

    /** A skill may both be in force and be raised: two places in the picture. */
    private Node skill(String label) {
        Node known = Optional.ofNullable(skills.get(label))
                .map(Nodes::of)
                .orElse(new Node("", Graph.Mark.SKILL, label, "not in the tables", List.of(), false));
        return new Node("in force/" + label, known.mark(), known.label(), known.line(), known.facts(), false);
    }

    private Node turn(String turnId, String subject) {
        List<TurnFact> entries = turns.getOrDefault(turnId, List.of());
        return entries.isEmpty() ? Nodes.missing(turnId) : Nodes.of(entries, turnId.equals(subject));
    }

    private List<Node> nodes(Collection<VersionFact> versions) {
        return versions.stream().map(version -> node(version, false)).toList();
    }

    private Node node(VersionFact version, boolean subject) {
        return Nodes.of(version, subject, version.accepted() && ancestors.leftBehind(version, head));
    }

    private void arrow(String from, String to, String meaning) {
        arrows.add(new Arrow(from, to, meaning));
    }

    private Graph graph(String title, List<String> remarks, List<Group> groups) {
        return new Graph(title, remarks, groups, List.copyOf(arrows));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
