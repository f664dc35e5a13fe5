package io.molt.jobs.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.table.RowSchema;
import io.molt.schemas.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;

class TableContentTest {

    /** Ids, names, constants and hashes of settings: nothing that anybody said. */
    private static final Map<String, Set<String>> NO_CONTENT = Map.ofEntries(
            Map.entry(Tables.TURNS, Set.of("agent_id", "session_id", "turn_id", "policy", "finish_reason", "error")),
            Map.entry(Tables.TRAJECTORIES, Set.of("agent_id", "session_id", "turn_ids", "policies")),
            Map.entry(
                    Tables.SCORED_TURNS,
                    Set.of(
                            "agent_id",
                            "session_id",
                            "turn_id",
                            "kind",
                            "policy",
                            "next_kind",
                            "next_turn_id",
                            "unscored",
                            "judge")),
            Map.entry(Tables.JUDGEMENTS, Set.of("agent_id", "turn_id", "judge")),
            Map.entry(Tables.OUTCOMES, Set.of("agent_id", "session_id", "outcome_id")),
            Map.entry(Tables.CONTROL, Set.of("agent_id", "entry", "command_id", "kind", "arguments", "given_to")),
            Map.entry(Tables.BATCHES, Set.of("agent_id", "turn_ids", "method", "loss", "pending_turn_ids", "rollback")),
            Map.entry(Tables.STEPS, Set.of("agent_id", "status", "reason", "metrics")),
            Map.entry(Tables.SKILLS, Set.of("agent_id", "name", "status", "evolution_id", "turn_ids")),
            Map.entry(
                    Tables.ADAPTERS,
                    Set.of("agent_id", "status", "directory", "files", "model", "tokenizer", "template", "backend")),
            Map.entry(Tables.SERVING, Set.of("agent_id", "reason", "proxy")),
            // A record that nobody could read is opened by its key only, like the record that it was.
            Map.entry(Tables.REJECTED, Set.of("reason", "detail", "topic", "value")));

    @Test
    void every_column_that_can_hold_words_is_blanked_or_known_to_hold_none() {
        Tables.ROWS.forEach((table, row) -> {
            TableContent content = TableContent.ALL.get(table);
            if (content != null && content.columns().isEmpty()) {
                return; // such rows go as a whole
            }
            Set<String> words = new TreeSet<>();
            paths(RowSchema.of(table, row).message(), "").stream()
                    .filter(path -> content == null || !isBlanked(content, path))
                    .forEach(path -> words.add(path.replaceFirst("[.].*", "")));

            assertThat(words)
                    .as(
                            "columns of %s that hold words: content goes into TableContent, anything else is listed here",
                            table)
                    .isEqualTo(new TreeSet<>(NO_CONTENT.getOrDefault(table, Set.of())));
        });
    }

    @Test
    void what_is_blanked_is_a_column() {
        TableContent.ALL.forEach((table, content) -> {
            MessageType schema = RowSchema.of(table, Tables.ROWS.get(table)).message();

            assertThat(content.columns().keySet())
                    .allMatch(path -> schema.containsPath(path.split("[.]")) || schema.containsField(path));
            assertThat(content.identity()).allMatch(schema::containsField);
        });
    }

    private static boolean isBlanked(TableContent content, String path) {
        return content.columns().keySet().stream()
                .anyMatch(blanked -> path.equals(blanked) || path.startsWith(blanked + "."));
    }

    /** Of the leaves that hold bytes. */
    private static List<String> paths(GroupType group, String above) {
        List<String> paths = new ArrayList<>();
        for (Type field : group.getFields()) {
            String path = above + field.getName();
            if (!field.isPrimitive()) {
                paths.addAll(paths(field.asGroupType(), path + "."));
            } else if (field.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
                paths.add(path);
            }
        }
        return paths;
    }
}
