package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

class NotebookFileFuzzTest {

    @FuzzTest
    void a_file_is_a_notebook_or_refused(byte[] text) {
        NotebookFile file;
        try {
            file = NotebookFile.parse(new String(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException expected) {
            return;
        }
        assertThat(NotebookFile.parse(file.with(List.of())).cells()).isEqualTo(file.cells());
    }
}
