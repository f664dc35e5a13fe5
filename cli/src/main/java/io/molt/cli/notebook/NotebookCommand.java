package io.molt.cli.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt notebook}: the chapters over an installation's tables. */
@Command(
        name = "notebook",
        synopsisSubcommandLabel = "run|serve|kernel",
        description = "Notebooks in Java over the tables: runs them, or serves them in your Jupyter.")
public final class NotebookCommand {

    private static final int FAILED = 1;
    private static final String HOME = "directory of the installation (default: ${DEFAULT-VALUE})";

    @Command(
            name = "run",
            description = {
                "Runs notebooks top to bottom, without Jupyter, and writes them with their outputs. A notebook ends at the",
                "first cell that fails; exit status 1 if any did."
            })
    int run(
            @Option(names = "--home", defaultValue = ".molt", description = HOME) Path home,
            @Option(names = "--out", paramLabel = "DIR", description = "where the copies go (default: HOME/notebooks)")
                    Optional<Path> out,
            @Option(names = "--html", description = "writes a page beside each copy, which needs nothing else")
                    boolean html,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "notebooks (*.ipynb)") List<Path> files)
            throws IOException, CellFailure {
        Path folder = out.orElse(home.resolve("notebooks"));
        Files.createDirectories(folder);
        int status = 0;
        for (Path file : files) {
            long started = System.nanoTime();
            NotebookRun run = run(home, file, folder, html);
            System.out.printf(
                    "%-32s %2d cells, %d pictures, %.1f s%s%n",
                    file.getFileName(),
                    run.outputs().size(),
                    run.pictures(),
                    (System.nanoTime() - started) / 1e9,
                    run.failure().map(why -> "; " + why).orElse(""));
            status = run.failure().isPresent() ? FAILED : status;
        }
        return status;
    }

    private static NotebookRun run(Path home, Path file, Path folder, boolean html) throws IOException, CellFailure {
        NotebookFile notebook = read(file);
        NotebookRun run;
        try (JavaCells cells = JavaCells.start(home)) {
            run = NotebookRun.of(notebook, cells);
        }
        String name = file.getFileName().toString();
        Path copy = folder.resolve(name);
        if (Files.exists(copy) && Files.isSameFile(copy, file)) {
            throw new IllegalArgumentException(file + " would be replaced by its copy; choose another --out");
        }
        Files.writeString(copy, notebook.with(run.outputs()));
        if (html) {
            String title = name.replaceFirst("\\.ipynb$", "");
            Files.writeString(
                    folder.resolve(title + ".html"),
                    new Page().of(title, notebook.cells(), run.outputs()),
                    StandardCharsets.UTF_8);
        }
        return run;
    }

    private static NotebookFile read(Path file) throws IOException {
        try {
            return NotebookFile.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " " + e.getMessage(), e);
        }
    }

    @Command(
            name = "serve",
            description = {
                "Starts your Jupyter, on this machine only and with its token, over copies of the chapters in HOME/notebooks.",
                "The kernel is installed below the home directory."
            })
    int serve(
            @Option(names = "--home", defaultValue = ".molt", description = HOME) Path home,
            @Parameters(arity = "0..*", paramLabel = "OPTION", description = "of Jupyter's own, after --")
                    List<String> options)
            throws IOException, InterruptedException {
        Path program = Jupyter.find(System.getenv().getOrDefault("PATH", ""))
                .orElseThrow(
                        () -> new IllegalStateException(
                                "no jupyter-lab or jupyter-notebook is on the PATH; install"
                                        + " one (pip install jupyterlab), or read the chapters without: molt notebook run --html FILE"));
        Path root = Path.of(System.getProperty("molt.root", "")).toAbsolutePath();
        Jupyter jupyter = new Jupyter(home.toAbsolutePath().normalize(), root.resolve("molt"));
        jupyter.install();
        return jupyter.run(
                program, jupyter.copy(chapters(root.resolve("notebooks"))), options == null ? List.of() : options);
    }

    private static List<Path> chapters(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @Command(name = "kernel", description = "The kernel that Jupyter starts; not for people.")
    int kernel(
            @Option(names = "--home", defaultValue = ".molt", description = HOME) Path home,
            @Parameters(paramLabel = "CONNECTION_FILE", description = "that Jupyter wrote") Path connection)
            throws Exception {
        try (JavaCells cells = JavaCells.start(home)) {
            JavaKernel.serve(connection, cells);
        }
        return 0;
    }
}
