package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JavaCellsTest {

    private JavaCells cells;

    @BeforeEach
    void start() throws CellFailure {
        cells = JavaCells.start();
    }

    @AfterEach
    void close() {
        cells.close();
    }

    @Test
    void what_a_cell_declares_those_after_it_see() throws CellFailure {
        cells.run("record Point(int x, int y) {}\nvar points = List.of(new Point(1, 2), new Point(3, 4));");

        assertThat(cells.run("int sum = 0;\nfor (Point each : points) { sum += each.x(); }\nsum"))
                .contains(4);
    }

    @Test
    void the_value_is_the_object_itself() throws CellFailure {
        assertThat(cells.run("new Table(List.of(\"n\"), List.of(List.of(7)))").orElseThrow())
                .isInstanceOfSatisfying(
                        Table.class, table -> assertThat(table.value()).isEqualTo(7));
    }

    @Test
    void declarations_statements_and_nothing_have_no_value() throws CellFailure {
        assertThat(cells.run("int x = 3;")).isEmpty();
        assertThat(cells.run("if (x > 2) { x++; }")).isEmpty();
        assertThat(cells.run("x;\nint y = 2;")).isEmpty();
        assertThat(cells.run("(Object) null")).isEmpty();
        assertThat(cells.run(" \n")).isEmpty();
    }

    @Test
    void what_a_cell_throws_is_told_by_name_and_what_came_before_has_happened() throws CellFailure {
        assertThatThrownBy(() -> cells.run("int before = 1;\nthrow new IllegalStateException(\"no more\");"))
                .isInstanceOfSatisfying(CellFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo("java.lang.IllegalStateException"))
                .hasMessage("no more");

        assertThat(cells.run("before")).contains(1);
    }

    @Test
    void what_does_not_compile_says_why_and_where() {
        assertThatThrownBy(() -> cells.run("int x = \"three\";"))
                .hasMessageContaining("incompatible types")
                .hasMessageContaining("int x = \"three\";");
        assertThatThrownBy(() -> cells.run("for (int i = 0;")).isInstanceOf(CellFailure.class);
        assertThatThrownBy(() -> cells.run("Nowhere lost() { return null; }")).isInstanceOf(CellFailure.class);
        assertThatThrownBy(() -> cells.run("nowhere(1)")).isInstanceOf(CellFailure.class);
    }

    @Test
    void code_is_whole_when_all_of_it_can_run() {
        assertThat(cells.isWhole("int a = 1;\na + 1")).isTrue();
        assertThat(cells.isWhole("int a = 1;\nfor (;;) {")).isFalse();
    }

    @Test
    void completions_say_what_they_replace() {
        assertThat(cells.completions("List.o", 6)).satisfies(found -> {
            assertThat(found.texts()).contains("of(");
            assertThat(found.from()).isEqualTo(5);
        });
    }
}
