package io.molt.cli.imports;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.TurnKind;
import java.util.List;
import java.util.Optional;

/**
 * One line of a history: what was said, in the chat API's form.
 *
 * @param id unique within the session; its place
 * @param parent the entry that it follows; empty if it begins anew
 * @param atMillis when, epoch milliseconds UTC; 0 if the line does not say
 * @param said messages of users and tools; a summary that stands for what was before
 * @param reply the policy's, if it is one
 * @param keptFrom for a summary: the first of the older entries that stay beside it; empty if none does, or if it is no summary
 * @param summary what was before it is no longer part of the conversation, but for what is kept
 */
record Entry(
        String id,
        Optional<String> parent,
        long atMillis,
        List<ObjectNode> said,
        Optional<Reply> reply,
        String keptFrom,
        boolean summary) {

    /**
     * What a policy answered.
     *
     * @param message in the chat API's form
     * @param model who answered; empty if the line does not say
     * @param ending how
     * @param kind side for sub-agents
     */
    record Reply(ObjectNode message, String model, Ending ending, TurnKind kind) {}

    Entry {
        requireNonNull(id, "id");
        requireNonNull(keptFrom, "keptFrom");
        said = List.copyOf(said);
    }

    static Entry said(String id, Optional<String> parent, long atMillis, List<ObjectNode> messages) {
        return new Entry(id, parent, atMillis, messages, Optional.empty(), "", false);
    }

    static Entry replied(String id, Optional<String> parent, long atMillis, Reply reply) {
        return new Entry(id, parent, atMillis, List.of(), Optional.of(reply), "", false);
    }

    /** A line that says nothing, but that others follow. */
    static Entry silent(String id, Optional<String> parent, long atMillis) {
        return said(id, parent, atMillis, List.of());
    }
}
