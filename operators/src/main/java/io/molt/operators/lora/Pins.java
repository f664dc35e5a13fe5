package io.molt.operators.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file {@code <agent>/pins.json}: {@code {"pinned": [3, 7], "rolledBackTo": [5]}}, versions that somebody pinned and those
 * that a rollback went to.
 */
record Pins(StoreFiles files, String agentId) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Why a version is kept. */
    enum Why {
        PINNED("pinned"),
        ROLLED_BACK_TO("rolledBackTo");

        private final String field;

        Why(String field) {
            this.field = field;
        }
    }

    /** All of them, whyever. */
    SortedSet<Long> read() throws IOException {
        NavigableSet<Long> all = new TreeSet<>();
        pins().values().forEach(all::addAll);
        return Collections.unmodifiableSortedSet(all);
    }

    void add(Why why, long version) throws IOException {
        if (version < 1) {
            throw new IllegalArgumentException("versions of " + agentId + " start at 1, but version was " + version);
        }
        Map<Why, NavigableSet<Long>> pins = pins();
        if (pins.get(why).add(version)) {
            write(pins);
        }
    }

    void clear(Why why) throws IOException {
        Map<Why, NavigableSet<Long>> pins = pins();
        if (!pins.get(why).isEmpty()) {
            pins.get(why).clear();
            write(pins);
        }
    }

    private Map<Why, NavigableSet<Long>> pins() throws IOException {
        Optional<byte[]> bytes = files.read(path());
        JsonNode root = bytes.isPresent() ? JSON.readTree(bytes.get()) : JSON.createObjectNode();
        Map<Why, NavigableSet<Long>> pins = new EnumMap<>(Why.class);
        for (Why why : Why.values()) {
            NavigableSet<Long> versions = new TreeSet<>();
            root.path(why.field).forEach(version -> versions.add(version.asLong()));
            pins.put(why, versions);
        }
        return pins;
    }

    private void write(Map<Why, NavigableSet<Long>> pins) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        pins.forEach((why, pinned) -> {
            ArrayNode versions = root.putArray(why.field);
            pinned.forEach(version -> versions.add(version.longValue()));
        });
        files.write(path(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }

    private String path() {
        return StoreNames.agent(agentId) + "/pins.json";
    }
}
