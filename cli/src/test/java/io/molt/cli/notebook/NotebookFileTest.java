package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotebookFileTest {

    private static final String FILE =
            """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kept": true}, "cells": [
              {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# One\\n", "two"]},
              {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 9,
               "outputs": [{"output_type": "stream", "name": "stdout", "text": "old"}], "source": "1 + 1"},
              {"cell_type": "code", "id": "c", "metadata": {}, "execution_count": null, "outputs": [], "source": []}]}
            """;

    @Test
    void a_source_is_one_text_or_lines_of_it() {
        assertThat(NotebookFile.parse(FILE).cells())
                .containsExactly(
                        new NotebookFile.Cell(false, "# One\ntwo"),
                        new NotebookFile.Cell(true, "1 + 1"),
                        new NotebookFile.Cell(true, ""));
    }

    @Test
    void outputs_replace_those_of_an_older_run_and_the_rest_stays() {
        NotebookFile file = NotebookFile.parse(FILE);

        String written = file.with(List.of(List.of(), List.of(new Output.Shown(Map.of(Showable.TEXT, "2")))));

        assertThat(written)
                .contains("\"kept\" : true", "\"execution_count\" : 1", "\"text/plain\" : \"2\"")
                .doesNotContain("old");
        assertThat(NotebookFile.parse(written).cells()).isEqualTo(file.cells());
        assertThat(NotebookFile.parse(written).hasOutputs()).isTrue();
        assertThat(NotebookFile.parse(file.with(List.of())).hasOutputs()).isFalse();
    }

    @Test
    void what_is_no_notebook_is_refused_with_the_reason() {
        assertThatThrownBy(() -> NotebookFile.parse("{")).hasMessageStartingWith("is no JSON");
        assertThatThrownBy(() -> NotebookFile.parse("[]")).hasMessage("is no notebook of version 4");
        assertThatThrownBy(() -> NotebookFile.parse("{\"nbformat\": 3, \"cells\": []}"))
                .hasMessage("is no notebook of version 4");
        assertThatThrownBy(() -> NotebookFile.parse("{\"nbformat\": 4, \"cells\": [{\"source\": 1}]}"))
                .hasMessage("has a cell without a source");
    }
}
