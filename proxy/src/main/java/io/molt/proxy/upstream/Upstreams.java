package io.molt.proxy.upstream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * All upstreams.
 *
 * @param others by name; the first that serves agent and model answers
 * @param standard answers what no other does
 */
public record Upstreams(List<Upstream> others, Upstream standard) {

    public Upstreams {
        others = List.copyOf(others);
        requireNonNull(standard, "standard");
    }

    /** Who answers a turn. */
    public Upstream of(String agentId, String model) {
        return others.stream()
                .filter(other -> other.serves().agents().match(agentId)
                        && other.serves().models().match(model))
                .findFirst()
                .orElse(standard);
    }

    /** Who answers what names no model: the first that serves the agent whatever the model. */
    public Upstream of(String agentId) {
        return of(agentId, "");
    }

    public List<Upstream> all() {
        List<Upstream> all = new ArrayList<>(others);
        all.add(standard);
        return all;
    }
}
