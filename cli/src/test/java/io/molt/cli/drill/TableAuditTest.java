package io.molt.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableAuditTest {

    private static final List<Object> FIRST = List.of("ada", 1L, "t1", 0, "", 1.0);
    private static final List<Object> SECOND = List.of("ada", 2L, "t2", 0, "SILENCE", "null");

    @Test
    void a_table_with_the_same_rows_in_another_order_has_no_difference() {
        List<Object> read = Arrays.asList("ada", 2L, "t2", 0, "SILENCE", null);

        assertThat(TableAudit.compare("scored_turns", List.of(FIRST, SECOND), List.of(read, FIRST)))
                .isEmpty();
    }

    @Test
    void a_row_that_lacks_comes_twice_or_says_something_else_is_named() {
        List<Object> other = List.of("ada", 1L, "t1", 0, "", -1.0);

        assertThat(TableAudit.compare("scored_turns", List.of(FIRST, SECOND), List.of(FIRST)))
                .containsExactly("scored_turns lacks [ada, 2, t2, 0, SILENCE, null]");
        assertThat(TableAudit.compare("scored_turns", List.of(FIRST), List.of(FIRST, FIRST)))
                .containsExactly("scored_turns should not have [ada, 1, t1, 0, , 1.0]");
        assertThat(TableAudit.compare("scored_turns", List.of(FIRST), List.of(other)))
                .containsExactlyInAnyOrder(
                        "scored_turns lacks [ada, 1, t1, 0, , 1.0]",
                        "scored_turns should not have [ada, 1, t1, 0, , -1.0]");
    }
}
