package io.molt.proxy.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An agent from npm with a home of its own, run as its users run it.
 *
 * @param home a fresh directory, which it also works in
 * @param environment all of it but HOME and PATH
 * @param command before what is said
 */
record AgentProgram(Path home, Map<String, String> environment, List<String> command) {

    private static final Path MODULES = Path.of("src/test/agents/node_modules").toAbsolutePath();
    private static final int LONGEST_RUN_SECONDS = 180;

    AgentProgram {
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
    }

    /** A file of an installed package; {@code ARCH} in its path stands for the machine's. */
    static String installed(String path) {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return MODULES.resolve(path.replace("ARCH", arch)).toString();
    }

    AgentProgram with(String path, String content) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** What was said and what it wrote, run after run. */
    static Path transcript(Path home) {
        return home.resolve("transcript.txt");
    }

    /** Runs until it ends; what it wrote. */
    String run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output", ".txt");
        Process process = builder(arguments).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
        end(process);
        String written = Files.readString(output);
        Files.writeString(
                transcript(home),
                "$ " + String.join(" ", arguments) + '\n' + written.strip() + "\n\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertThat(ended).as("it ended\n" + written).isTrue();
        return written;
    }

    /** Runs on; returns when it has written a line with these words. */
    Process start(String ready, String... arguments) throws IOException {
        Process process = builder(arguments).start();
        BufferedReader lines = process.inputReader();
        StringBuilder written = new StringBuilder();
        String line = "";
        while (line != null && !line.contains(ready)) {
            written.append(line).append('\n');
            line = lines.readLine();
        }
        assertThat(line).as("it began\n" + written).isNotNull();
        Thread drain = new Thread(() -> lines.lines().forEach(ignored -> {}), "agent-output");
        drain.setDaemon(true);
        drain.start();
        return process;
    }

    /**
     * Runs in a terminal: types a line once it is asked for one and nothing more is drawn, and goes on until it has seen enough.
     * Needs {@code script} of util-linux.
     *
     * @param prompt by which it asks
     * @return what was on the screen, with all the terminal's marks
     */
    String type(String prompt, String line, Callable<Boolean> enough) throws Exception {
        List<String> terminal = List.of("script", "-qefc", String.join(" ", command), "/dev/null");
        Process process = new AgentProgram(home, environment, terminal)
                .builder()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        Screen screen = new Screen(process);
        try {
            screen.await(prompt);
            screen.settle();
            OutputStream keys = process.getOutputStream();
            keys.write(line.getBytes(UTF_8));
            keys.flush();
            screen.settle(); // what comes together with its end would be taken for something pasted
            keys.write('\r');
            keys.flush();
            boolean seen = enough.call();
            assertThat(seen).as("it had enough\n" + screen.text.get()).isTrue();
            return screen.text.get();
        } finally {
            end(process);
            Files.writeString(
                    transcript(home), "typed: " + line + "\n\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** What a process writes, as it comes. */
    private static final class Screen {

        private static final int QUIET_MILLIS = 1_500;

        /** Written by one thread, read by another. */
        private final AtomicReference<String> text = new AtomicReference<>("");

        private final Semaphore changes = new Semaphore(0);
        private volatile boolean ended;

        Screen(Process process) {
            Reader written = new InputStreamReader(process.getInputStream(), UTF_8);
            Thread read = new Thread(() -> read(written), "agent-screen");
            read.setDaemon(true);
            read.start();
        }

        private void read(Reader written) {
            char[] some = new char[4096];
            try {
                for (int length = written.read(some); length >= 0; length = written.read(some)) {
                    String more = new String(some, 0, length);
                    text.updateAndGet(before -> before + more);
                    changes.release();
                }
            } catch (IOException ended) {
                text.updateAndGet(before -> before + "\n[" + ended.getMessage() + "]");
            }
            ended = true;
            changes.release();
        }

        /** Until nothing is drawn for a while. */
        void settle() throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_RUN_SECONDS);
            while (changes.tryAcquire(QUIET_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
                changes.drainPermits();
            }
        }

        void await(String words) throws InterruptedException {
            boolean changed = true;
            while (changed && !ended && !text.get().contains(words)) {
                changed = changes.tryAcquire(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(text.get()).contains(words);
        }
    }

    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(home.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        Map<String, String> given = builder.environment();
        String path = given.getOrDefault("PATH", "/usr/bin:/bin");
        given.clear();
        given.putAll(environment);
        given.put("HOME", home.toString());
        given.put("TMPDIR", home.toString());
        given.put("PATH", MODULES.resolve(".bin") + ":" + path);
        given.put("LANG", "C.UTF-8");
        given.put("TERM", "xterm");
        return builder;
    }
}
