package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which versions cannot be made again since something that taught them was forgotten on purpose: those that had the turn in
 * their batch, and those that stand on them.
 */
final class Erasures {

    private final Map<String, String> sessions = new HashMap<>();
    private final Set<String> turns = new HashSet<>();
    private final Set<String> forgottenSessions = new HashSet<>();
    private final Set<Long> touched = new HashSet<>();

    void read(LogEntry entry) {
        if (entry instanceof ScoredTurn turn) {
            sessions.put(turn.turn().turnId(), turn.turn().sessionId());
        }
        if (entry instanceof ControlEntry control && control.command().kind() == ControlKind.FORGET) {
            Map<String, String> named = control.command().arguments();
            if (named.containsKey("turnId")) {
                turns.add(named.get("turnId"));
            } else if (named.containsKey("sessionId")) {
                forgottenSessions.add(named.get("sessionId"));
            }
        }
    }

    /** To be asked of every published version that differs, in order. */
    boolean explain(AdapterVersion version) {
        boolean mine = version.lineage().turnIds().stream().anyMatch(this::isForgotten);
        boolean inherited = touched.contains(version.lineage().parent());
        if (mine || inherited) {
            touched.add(version.version());
        }
        return mine || inherited;
    }

    private boolean isForgotten(String turnId) {
        return turns.contains(turnId) || forgottenSessions.contains(sessions.getOrDefault(turnId, ""));
    }
}
