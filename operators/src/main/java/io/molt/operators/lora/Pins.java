package io.molt.operators.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The file {@code <agent>/pins.json}: {@code {"pinned": [3, 7]}}. */
record Pins(StoreFiles files, String agentId) {

    private static final JsonMapper JSON = new JsonMapper();

    SortedSet<Long> read() throws IOException {
        Optional<byte[]> bytes = files.read(path());
        SortedSet<Long> pinned = new TreeSet<>();
        if (bytes.isPresent()) {
            for (JsonNode version : JSON.readTree(bytes.get()).path("pinned")) {
                pinned.add(version.asLong());
            }
        }
        return Collections.unmodifiableSortedSet(pinned);
    }

    void add(long version) throws IOException {
        if (version < 1) {
            throw new IllegalArgumentException("versions of " + agentId + " start at 1, but version was " + version);
        }
        SortedSet<Long> more = new TreeSet<>(read());
        if (more.add(version)) {
            write(more);
        }
    }

    void remove(long version) throws IOException {
        SortedSet<Long> fewer = new TreeSet<>(read());
        if (fewer.remove(version)) {
            write(fewer);
        }
    }

    private void write(SortedSet<Long> pinned) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode versions = root.putArray("pinned");
        pinned.forEach(version -> versions.add(version.longValue()));
        files.write(path(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }

    private String path() {
        return StoreNames.agent(agentId) + "/pins.json";
    }
}
