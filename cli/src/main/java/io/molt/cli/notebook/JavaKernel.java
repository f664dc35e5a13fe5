package io.molt.cli.notebook;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The cells behind Jupyter's protocol. */
final class JavaKernel extends BaseKernel {

    /** The library's channels tell of every message, each under a name of its own that has this one's level. */
    private static final Logger CHANNELS = Logger.getLogger("");

    private final JavaCells cells;

    private JavaKernel(JavaCells cells) {
        this.cells = cells;
    }

    /** Serves the one who wrote the connection file, until they shut the kernel down. */
    static void serve(Path connectionFile, JavaCells cells) throws IOException, GeneralSecurityException {
        CHANNELS.setLevel(Level.WARNING);
        var connection = new JupyterConnection(KernelConnectionProperties.parse(Files.readString(connectionFile)));
        new JavaKernel(cells).becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(System.getProperty("java.version"))
                .mimetype("text/x-java")
                .fileExtension(".java")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }

    @Override
    public DisplayData eval(String code) throws CellFailure {
        return cells.run(code)
                .map(value -> {
                    DisplayData shown = new DisplayData();
                    Output.of(value).forms().forEach(shown::putData);
                    return shown;
                })
                .orElse(DisplayData.EMPTY);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        JavaCells.Completions found = cells.completions(code, at);
        return new ReplacementOptions(found.texts(), found.from(), at);
    }

    @Override
    public String isComplete(String code) {
        return cells.isWhole(code) ? IS_COMPLETE_YES : IS_COMPLETE_MAYBE;
    }

    @Override
    public List<String> formatError(Exception failure) {
        String kind = failure instanceof CellFailure cell
                ? cell.kind()
                : failure.getClass().getName();
        return List.of((kind + ": " + failure.getMessage()).split("\n"));
    }

    @Override
    public void interrupt() {
        cells.interrupt();
    }

    @Override
    public void onShutdown(boolean restarts) {
        cells.close();
    }
}
