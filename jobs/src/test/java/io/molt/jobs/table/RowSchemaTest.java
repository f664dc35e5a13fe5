package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.table.Tables;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowSchemaTest {

    /** Nested, to be flattened. */
    public record Inner(String agentId, long seenAtMillis) {}

    /** A row with every kind of column. */
    public record Row(Inner inner, long atMillis, List<Inner> list, Map<String, Double> metrics, float[] logProbs) {}

    /** A row that would have a column twice. */
    public record Twice(Inner inner, String agentId) {}

    @Test
    void nested_records_are_flattened_and_times_become_timestamps() {
        assertThat(RowSchema.of("rows", Row.class).message().toString())
                .isEqualTo(
                        """
                        message rows {
                          optional binary agent_id (STRING);
                          optional int64 seen_at (TIMESTAMP(MILLIS,true));
                          optional int64 recorded_at (TIMESTAMP(MILLIS,true));
                          optional group list (LIST) {
                            repeated group list {
                              optional group element {
                                optional binary agent_id (STRING);
                                optional int64 seen_at (TIMESTAMP(MILLIS,true));
                              }
                            }
                          }
                          optional group metrics (MAP) {
                            repeated group key_value {
                              required binary key (STRING);
                              optional double value;
                            }
                          }
                          optional group log_probs (LIST) {
                            repeated group list {
                              optional float element;
                            }
                          }
                        }
                        """);
    }

    @Test
    void a_row_with_a_column_twice_is_refused() {
        assertThatThrownBy(() -> RowSchema.of("rows", Twice.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table rows has a column twice: [agent_id, agent_id, seen_at]");
    }

    @Test
    void every_table_has_columns_and_begins_with_whose_they_are() {
        Tables.ROWS.forEach((table, row) ->
                assertThat(RowSchema.of(table, row).columns()).as(table).isNotEmpty());
    }
}
