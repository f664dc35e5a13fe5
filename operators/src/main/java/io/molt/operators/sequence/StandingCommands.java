package io.molt.operators.sequence;

import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which commands are settings that stand, and which are over once they were given. */
final class StandingCommands {

    private static final int MOST_FORGOTTEN = 1_024;

    private StandingCommands() {}

    /**
     * Settings, gates, rollbacks and wishes to forget stand: they open the log of an agent that is first seen later, whose
     * turns may already be on their way.
     */
    static boolean stands(ControlKind kind) {
        return switch (kind) {
            case SET_MODE, SET_METHOD, SET_BATCH, GATE_OPENED, GATE_CLOSED, ROLLBACK, FORGET -> true;
            case TRAIN_NOW, PIN -> false;
        };
    }

    /** Under this name a newer command replaces an older one; an opened gate replaces a closed one. */
    static String name(ControlRecord command) {
        return command.agentId()
                + "/"
                + switch (command.kind()) {
                    case GATE_OPENED, GATE_CLOSED -> "GATE";
                    case FORGET -> "FORGET/" + command.commandId();
                    default -> command.kind().name();
                };
    }

    static boolean concerns(ControlRecord command, String agentId) {
        return command.agentId().equals(ControlRecord.ALL) || command.agentId().equals(agentId);
    }

    /** What opens an agent's log, oldest command first. */
    static List<ControlRecord> opening(Iterable<ControlRecord> commands, String agentId) {
        List<ControlRecord> opening = new ArrayList<>();
        for (ControlRecord command : commands) {
            if (stands(command.kind()) && concerns(command, agentId)) {
                opening.add(command);
            }
        }
        opening.sort(Comparator.comparingLong(ControlRecord::atMillis).thenComparing(ControlRecord::commandId));
        return opening;
    }

    /** The names of the oldest wishes to forget beyond as many as the fold remembers. */
    static List<String> surplus(Iterable<ControlRecord> commands) {
        List<ControlRecord> wishes = new ArrayList<>();
        for (ControlRecord command : commands) {
            if (command.kind() == ControlKind.FORGET) {
                wishes.add(command);
            }
        }
        wishes.sort(Comparator.comparingLong(ControlRecord::atMillis).thenComparing(ControlRecord::commandId));
        return wishes.subList(0, Math.max(0, wishes.size() - MOST_FORGOTTEN)).stream()
                .map(StandingCommands::name)
                .toList();
    }
}
