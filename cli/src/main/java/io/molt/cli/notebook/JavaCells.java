package io.molt.cli.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/**
 * A session of Java cells: what one declares, those after it see. Everything that molt has is on its class path.
 *
 * <p>Not for several threads, but for {@link #interrupt}.
 */
final class JavaCells implements AutoCloseable {

    private static final List<String> IMPORTS = List.of(
            "java.util.*", "java.util.function.*", "java.util.stream.*", "java.nio.file.*", "io.molt.cli.notebook.*");

    private static final List<String> WORDS = List.of(
            "Table sql(String query) { return notebook.sql(query); }",
            "String replay(String name, String... settings) throws Exception { return notebook.replay(name, settings); }",
            "Plot plot(Table table) { return new Plot(table); }");

    private final InThisProcess process = new InThisProcess();
    private final JShell shell;
    private final SourceCodeAnalysis analysis;

    private JavaCells() {
        shell = JShell.builder()
                .executionEngine(process.provider(), Map.of())
                .compilerOptions("--class-path", System.getProperty("java.class.path"))
                .build();
        analysis = shell.sourceCodeAnalysis();
    }

    /** A session without a home: nothing but Java and what molt's classes offer. */
    static JavaCells start() throws CellFailure {
        JavaCells cells = new JavaCells();
        for (String each : IMPORTS) {
            cells.run("import " + each + ";");
        }
        return cells;
    }

    /** A session that has {@code notebook}, {@code sql}, {@code replay} and {@code plot} for a home. */
    static JavaCells start(Path home) throws CellFailure {
        JavaCells cells = start();
        String path = home.toAbsolutePath()
                .normalize()
                .toString()
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
        cells.run("Notebook notebook = Notebook.open(Path.of(\"" + path + "\"));");
        for (String word : WORDS) {
            cells.run(word);
        }
        return cells;
    }

    /**
     * Runs a cell.
     *
     * @return the value of its last snippet, if that is an expression that came to one
     * @throws CellFailure at the first snippet that does not compile or throws; those before it have happened
     */
    Optional<Object> run(String cell) throws CellFailure {
        Optional<Object> value = Optional.empty();
        String rest = cell;
        while (!rest.isBlank()) {
            CompletionInfo next = analysis.analyzeCompletion(rest);
            String source = next.completeness().isComplete() ? next.source() : rest;
            rest = next.completeness().isComplete() ? next.remaining() : "";
            value = snippet(source);
        }
        return value;
    }

    private Optional<Object> snippet(String source) throws CellFailure {
        Optional<Object> value = Optional.empty();
        for (SnippetEvent event : shell.eval(source)) {
            if (event.exception() != null) {
                throw thrown(event.exception());
            }
            switch (event.status()) {
                case REJECTED, RECOVERABLE_NOT_DEFINED -> throw new CellFailure(
                        "does not compile", errors(event.snippet()));
                default -> value =
                        event.causeSnippet() == null && isExpression(event.snippet()) ? process.last() : value;
            }
        }
        return value;
    }

    private static boolean isExpression(Snippet snippet) {
        return snippet instanceof ExpressionSnippet || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    private static CellFailure thrown(JShellException exception) {
        if (exception instanceof EvalException thrown) {
            return new CellFailure(thrown.getExceptionClassName(), String.valueOf(thrown.getMessage()));
        }
        return new CellFailure("does not compile", "something that the cell uses is not defined yet");
    }

    private String errors(Snippet snippet) {
        String errors = shell.diagnostics(snippet)
                .map(each -> each.getMessage(Locale.ENGLISH))
                .collect(Collectors.joining("\n"));
        return (errors.isEmpty() ? "it uses what is not defined" : errors) + "\n"
                + snippet.source().strip();
    }

    /** What the code could go on with at a place, a character's index, and the index from which that replaces it. */
    Completions completions(String code, int at) {
        int[] anchor = {at};
        List<String> texts = analysis.completionSuggestions(code, at, anchor).stream()
                .map(Suggestion::continuation)
                .distinct()
                .toList();
        return new Completions(texts, anchor[0]);
    }

    /**
     * Suggestions for a place in code.
     *
     * @param texts to put there
     * @param from index of the first character that they replace
     */
    record Completions(List<String> texts, int from) {}

    /** Whether every snippet of the code is whole, so that running it makes sense. */
    boolean isWhole(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo next = analysis.analyzeCompletion(rest);
            if (!next.completeness().isComplete()) {
                return false;
            }
            rest = next.remaining();
        }
        return true;
    }

    /** Interrupts the cell that runs in another thread. */
    void interrupt() {
        process.stop();
    }

    @Override
    public void close() {
        shell.close();
    }
}
