package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotebookRunTest {

    @Test
    void cells_leave_what_they_print_and_what_they_come_to() throws CellFailure {
        PrintStream before = System.out;

        NotebookRun run = run("# not run: this is Markdown", "int x = 20;", "System.out.println(\"hello\"); x + 22");

        assertThat(run.failure()).isEmpty();
        assertThat(run.outputs())
                .containsExactly(
                        List.of(),
                        List.of(),
                        List.of(new Output.Printed("hello\n"), new Output.Shown(Map.of(Showable.TEXT, "42"))));
        assertThat(System.out).isSameAs(before);
    }

    @Test
    void the_first_cell_that_fails_ends_the_run_with_its_number() throws CellFailure {
        NotebookRun run = run("# one", "int x = 1;", "System.out.print(x); x / 0", "System.out.print(\"never\")");

        assertThat(run.failure()).contains("cell 2 failed: java.lang.ArithmeticException: / by zero");
        assertThat(run.outputs()).hasSize(3);
        assertThat(run.outputs().get(2))
                .containsExactly(
                        new Output.Printed("1"), new Output.Failed("java.lang.ArithmeticException", "/ by zero"));
    }

    @Test
    void a_value_that_cannot_be_shown_is_a_failure_of_its_cell() throws CellFailure {
        NotebookRun run = run("new Plot(new Table(List.of(\"x\"), List.of(List.of(1)))).x(\"x\").y(\"why\")");
        NotebookRun odd =
                run("new Object() { public String toString() { throw new IllegalStateException(\"shy\"); } }");

        assertThat(run.failure().orElseThrow()).contains("there is no column why among [x]");
        assertThat(odd.failure().orElseThrow()).contains("cell 1 failed: java.lang.IllegalStateException: shy");
    }

    @Test
    void a_page_holds_pictures_and_tables_and_runs_nothing_that_came_with_the_data() throws CellFailure {
        String table = "new Table(List.of(\"x\", \"<th>\"), List.of(List.of(1, \"</td><script>alert(1)</script>\")))";
        NotebookFile file = file(
                "# A *title* <script>alert(2)</script>",
                "var t = " + table + ";\nt",
                "new Plot(t).x(\"x\").y(\"x\").points()");
        NotebookRun run;
        try (JavaCells cells = JavaCells.start()) {
            run = NotebookRun.of(file, cells);
        }

        String page = new Page().of("a <b>", file.cells(), run.outputs());

        assertThat(run.failure()).isEmpty();
        assertThat(run.pictures()).isEqualTo(1);
        assertThat(page)
                .contains(
                        "<em>title</em>",
                        "<table>",
                        "<img alt=",
                        "data:image/svg+xml;base64,",
                        "<title>a &lt;b&gt;</title>")
                .doesNotContain("<script");
    }

    private static NotebookRun run(String... sources) throws CellFailure {
        try (JavaCells cells = JavaCells.start()) {
            return NotebookRun.of(file(sources), cells);
        }
    }

    /** A source that begins with # is Markdown. */
    private static NotebookFile file(String... sources) {
        ObjectNode root = new ObjectMapper().createObjectNode().put("nbformat", 4);
        var cells = root.putArray("cells");
        for (String source : sources) {
            cells.addObject()
                    .put("cell_type", source.startsWith("#") ? "markdown" : "code")
                    .put("source", source);
        }
        return NotebookFile.parse(root.toString());
    }
}
