package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the chapters in git have in common; CI runs them on what the demo made. */
class ChaptersTest {

    @Test
    void a_chapter_is_whole_java_between_prose_without_outputs_and_ends_with_what_one_may_conclude() throws Exception {
        List<Path> chapters = chapters();
        assertThat(chapters).hasSize(5);
        try (JavaCells java = JavaCells.start()) {
            for (Path chapter : chapters) {
                NotebookFile file = NotebookFile.parse(Files.readString(chapter));
                List<NotebookFile.Cell> cells = file.cells();

                assertThat(file.hasOutputs()).as("%s has outputs", chapter).isFalse();
                assertThat(cells.get(0).source())
                        .startsWith("# " + chapter.getFileName().toString().charAt(1) + ". ");
                assertThat(cells.get(cells.size() - 1).source()).startsWith("## What one may conclude");
                assertThat(cells).filteredOn(NotebookFile.Cell::code).allSatisfy(cell -> assertThat(
                                java.isWhole(cell.source()))
                        .isTrue());
                assertThat(cells).anyMatch(cell -> cell.code() && cell.source().contains("plot("));
            }
        }
    }

    private static List<Path> chapters() throws IOException {
        try (var files = Files.list(Path.of("../notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }
}
