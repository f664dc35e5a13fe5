package io.molt.operators.replay;

import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the fold goes by, before the window and in it.
 *
 * @param recorded settings that the job had
 * @param changed settings of the replay
 * @param fixed what the replay was told and no command of the log may change in it: {@code mode}, {@code method},
 *     {@code size}, {@code minSize}, {@code maxWait}
 */
public record ReplaySettings(LearnSettings recorded, LearnSettings changed, Set<String> fixed) implements Serializable {

    public ReplaySettings {
        fixed = Set.copyOf(fixed);
    }

    /** The state without what commands had set and the replay was told otherwise. */
    FoldState freed(FoldState state) {
        Map<String, String> overrides = without(state.overrides());
        return overrides.size() == state.overrides().size()
                ? state
                : new FoldState(
                        state.lastSeq(),
                        state.lastAtMillis(),
                        overrides,
                        state.pending(),
                        state.batches(),
                        state.skills(),
                        state.kept());
    }

    /** The entry without what the replay was told otherwise. */
    LogEntry freed(LogEntry entry) {
        if (!(entry instanceof ControlEntry control)) {
            return entry;
        }
        ControlRecord command = control.command();
        return new ControlEntry(
                control.position(),
                new ControlRecord(
                        command.agentId(),
                        command.commandId(),
                        command.kind(),
                        without(command.arguments()),
                        command.atMillis()));
    }

    private Map<String, String> without(Map<String, String> settings) {
        Map<String, String> left = new HashMap<>(settings);
        left.keySet().removeAll(fixed);
        return left;
    }
}
