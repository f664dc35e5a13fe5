package io.molt.cli.adapter;

import static java.util.Objects.requireNonNull;

import io.molt.cli.topic.TopicSnapshot;
import io.molt.proxy.route.Choice;
import io.molt.proxy.route.ServingRule;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which versions proxies are to serve, by the same rule as theirs, and what they have said of it.
 *
 * @param rules by agent
 * @param said newest word by {@link AdapterServing#key}
 */
record WhoServes(Map<String, ServingRule> rules, Map<String, AdapterServing> said) {

    WhoServes {
        rules = Map.copyOf(rules);
        said = Map.copyOf(said);
    }

    static WhoServes read(String brokers) {
        return of(
                TopicSnapshot.read(brokers, Topics.CONTROL, Codecs.CONTROL),
                TopicSnapshot.read(brokers, Topics.ADAPTERS, Codecs.SERVING));
    }

    static WhoServes of(List<ControlRecord> commands, List<AdapterServing> words) {
        Map<String, ServingRule> rules = new HashMap<>();
        for (ControlRecord command : commands) {
            if (command.kind() == ControlKind.PIN || command.kind() == ControlKind.ROLLBACK) {
                rules.compute(
                        command.agentId(), (agent, rule) -> after(rule == null ? ServingRule.NEWEST : rule, command));
            }
        }
        Map<String, AdapterServing> said = new HashMap<>();
        words.forEach(word -> said.put(word.key(), word));
        return new WhoServes(rules, said);
    }

    /** Proxies ignore what makes no sense, too. */
    private static ServingRule after(ServingRule rule, ControlRecord command) {
        try {
            return rule.after(command);
        } catch (IllegalArgumentException e) {
            return rule;
        }
    }

    /** The versions that are to answer an agent; the base policy if it has learned nothing. */
    Choice of(String agentId, NavigableMap<Long, AdapterVersion> versions) {
        requireNonNull(agentId, "agentId");
        NavigableMap<Long, String> accepted = new TreeMap<>();
        versions.values().stream()
                .filter(version -> version.report().status() == VersionStatus.ACCEPTED)
                .forEach(version ->
                        accepted.put(version.version(), version.lineage().rollback()));
        return rules.getOrDefault(agentId, ServingRule.NEWEST).choose(accepted).orElse(Choice.of(0));
    }

    /** Why a version is not served although it should be; empty if nobody has said so. */
    Optional<AdapterServing> refused(AdapterVersion version) {
        return said.values().stream()
                .filter(word -> !word.served()
                        && word.version() == version.version()
                        && word.agentId().equals(version.agentId()))
                .findFirst();
    }
}
