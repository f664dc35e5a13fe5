package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.util.HashSet;
import java.util.Set;

/**
 * Which versions cannot be made again since something that taught them was erased: those whose batch had a turn that the log
 * no longer holds although it holds the wish to forget something, and those that stand on them. A turn that is still in the
 * log explains nothing.
 */
final class Erasures {

    private final Set<String> turns = new HashSet<>();
    private final Set<Long> touched = new HashSet<>();
    private boolean wished;

    void read(LogEntry entry) {
        if (entry instanceof ScoredTurn turn) {
            turns.add(turn.turn().turnId());
        }
        wished |= entry instanceof ControlEntry control && control.command().kind() == ControlKind.FORGET;
    }

    /** To be asked of every published version that differs, in order. */
    boolean explain(AdapterVersion version) {
        boolean mine = wished && !turns.containsAll(version.lineage().turnIds());
        boolean inherited = touched.contains(version.lineage().parent());
        if (mine || inherited) {
            touched.add(version.version());
        }
        return mine || inherited;
    }
}
