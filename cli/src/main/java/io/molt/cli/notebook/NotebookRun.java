package io.molt.cli.notebook;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a notebook's cells.
 *
 * @param outputs of each cell that ran, in order; none for Markdown
 * @param failure which cell ended the run, and why; empty if all ran
 */
record NotebookRun(List<List<Output>> outputs, Optional<String> failure) {

    NotebookRun {
        outputs = outputs.stream().map(List::copyOf).toList();
    }

    /** Runs the cells in order, up to the first that fails; what they print is kept and not printed. */
    static NotebookRun of(NotebookFile file, JavaCells java) {
        List<List<Output>> outputs = new ArrayList<>();
        int number = 0;
        for (NotebookFile.Cell cell : file.cells()) {
            List<Output> left = new ArrayList<>();
            outputs.add(left);
            if (cell.code()) {
                number++;
                Optional<CellFailure> failure = run(cell.source(), java, left);
                if (failure.isPresent()) {
                    return new NotebookRun(
                            outputs,
                            Optional.of("cell " + number + " failed: "
                                    + failure.get().kind() + ": "
                                    + failure.get().getMessage()));
                }
            }
        }
        return new NotebookRun(outputs, Optional.empty());
    }

    private static Optional<CellFailure> run(String source, JavaCells java, List<Output> left) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Optional<CellFailure> failure = Optional.empty();
        Optional<Output> value = Optional.empty();
        try {
            value = java.run(source).map(Output::of);
        } catch (CellFailure e) {
            failure = Optional.of(e);
        } catch (RuntimeException e) { // a value of the cell's own that cannot be shown
            failure = Optional.of(new CellFailure(e.getClass().getName(), String.valueOf(e.getMessage())));
        } finally {
            System.out.flush();
            System.setOut(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        if (!text.isEmpty()) {
            left.add(new Output.Printed(text));
        }
        value.ifPresent(left::add);
        failure.ifPresent(each -> left.add(new Output.Failed(each.kind(), each.getMessage())));
        return failure;
    }

    /** How many pictures there are. */
    long pictures() {
        return outputs.stream().flatMap(List::stream).filter(Output::isPicture).count();
    }
}
