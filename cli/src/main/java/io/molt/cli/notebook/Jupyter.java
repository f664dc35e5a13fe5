package io.molt.cli.notebook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reader's own Jupyter with molt's kernel, which lies below the home directory and nowhere else.
 *
 * @param home the installation, absolute
 * @param launcher the {@code molt} command, absolute
 */
record Jupyter(Path home, Path launcher) {

    /** The installed program, {@code jupyter-lab} rather than {@code jupyter-notebook}. */
    static Optional<Path> find(String searchPath) {
        return Stream.of("jupyter-lab", "jupyter-notebook")
                .flatMap(name -> Arrays.stream(searchPath.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Writes how Jupyter starts the kernel. */
    void install() throws IOException {
        ObjectNode kernel = JsonNodeFactory.instance.objectNode();
        kernel.put("display_name", "Java (molt)").put("language", "java").put("interrupt_mode", "message");
        List.of(launcher.toString(), "notebook", "kernel", "--home", home.toString(), "{connection_file}")
                .forEach(kernel.putArray("argv")::add);
        Path file = home.resolve("jupyter/kernels/molt/kernel.json");
        Files.createDirectories(file.getParent());
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), kernel);
    }

    /** Copies chapters to where the reader may write in them; what is there stays. */
    Path copy(List<Path> chapters) throws IOException {
        Path folder = home.resolve("notebooks");
        Files.createDirectories(folder);
        for (Path chapter : chapters) {
            Path copy = folder.resolve(chapter.getFileName().toString());
            if (!Files.exists(copy)) {
                Files.copy(chapter, copy);
            }
        }
        return folder;
    }

    /**
     * Jupyter for this machine only; its token is its own and stays on. Ends when it does.
     *
     * @param options of the reader, after ours
     */
    int run(Path program, Path folder, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--ServerApp.ip=127.0.0.1", "--ServerApp.root_dir=" + folder));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .merge(
                        "JUPYTER_PATH",
                        home.resolve("jupyter").toString(),
                        (old, ours) -> ours + File.pathSeparator + old);
        Process jupyter = builder.start();
        Thread hook = new Thread(jupyter::destroy, "molt-jupyter");
        Runtime.getRuntime().addShutdownHook(hook);
        return jupyter.waitFor();
    }
}
