package io.molt.jobs.rewrite;

import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.example.data.Group;

/**
 * Where a table has content, and whose. The tables that are not named here have none: what {@code outcomes},
 * {@code trajectories}, {@code control}, {@code batches}, {@code steps} and {@code adapters} say of a turn is its id and numbers.
 *
 * @param identity the columns that tell whose a row is
 * @param rows which rows
 * @param columns what stands in their columns afterwards, as {@link BlankedRow} takes it; without any they are dropped
 */
record TableContent(List<String> identity, Rows rows, Map<String, Blank> columns) {

    /** A turn and what is known of it stays, so that learning makes the same batches of it; its words and tokens go, and the hash, which could be guessed. */
    static final Map<String, TableContent> ALL = Map.of(
            Tables.MESSAGES,
            new TableContent(List.of("agent_id", "session_id", "seen_at"), ofSession("seen_at"), Map.of()),
            Tables.TURNS,
            new TableContent(
                    turns(),
                    ofSession("requested_at"),
                    Map.of("injected", Blank.EMPTY, "skills", Blank.EMPTY, "reply_hash", Blank.EMPTY)),
            Tables.SCORED_TURNS,
            new TableContent(
                    turns(),
                    ofSession("requested_at"),
                    Map.ofEntries(
                            Map.entry("injected", Blank.EMPTY),
                            Map.entry("skills", Blank.EMPTY),
                            Map.entry("messages", Blank.EMPTY),
                            Map.entry("reply", Blank.MARKED),
                            Map.entry("prompt_token_ids.list.element", Blank.ZEROS),
                            Map.entry("reply_token_ids.list.element", Blank.ZEROS),
                            Map.entry("log_probs.list.element", Blank.ZEROS),
                            Map.entry("next_text", Blank.EMPTY),
                            Map.entry("hint", Blank.MARKED_UNLESS_EMPTY),
                            Map.entry("judge_input", Blank.EMPTY),
                            Map.entry("votes.list.element.hint", Blank.MARKED_UNLESS_EMPTY),
                            Map.entry("votes.list.element.text", Blank.EMPTY))),
            Tables.JUDGEMENTS,
            new TableContent(
                    List.of("turn_id"),
                    (row, sessions, turns) -> turns.contains(row.getString("turn_id", 0)),
                    Map.of("answer", Blank.EMPTY)),
            Tables.SKILLS,
            new TableContent(
                    List.of("turn_ids"),
                    TableContent::cameOf,
                    Map.of(
                            "description", Blank.EMPTY,
                            "category", Blank.EMPTY,
                            "body", Blank.EMPTY,
                            "questions", Blank.EMPTY)));

    TableContent {
        identity = List.copyOf(identity);
        columns = Map.copyOf(columns);
    }

    /** Says whether the content of a row is gone. */
    interface Rows {

        /**
         * Asked of each row.
         *
         * @param identity its values in the columns of the same name
         * @param turns ids of the forgotten turns
         */
        boolean areGone(Group identity, ForgottenSessions sessions, Set<String> turns) throws IOException;
    }

    private static List<String> turns() {
        return List.of("agent_id", "session_id", "requested_at");
    }

    private static Rows ofSession(String time) {
        return (row, sessions, turns) ->
                sessions.cover(row.getString("agent_id", 0), row.getString("session_id", 0), row.getLong(time, 0));
    }

    private static boolean cameOf(Group skill, ForgottenSessions sessions, Set<String> turns) {
        Group ids = skill.getGroup("turn_ids", 0);
        for (int i = 0; i < ids.getFieldRepetitionCount(0); i++) {
            if (turns.contains(ids.getGroup(0, i).getString(0, 0))) {
                return true;
            }
        }
        return false;
    }
}
