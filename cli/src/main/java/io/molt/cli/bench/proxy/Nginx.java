package io.molt.cli.bench.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An nginx of ours, with a configuration that lies beside this class. */
final class Nginx implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;

    private Nginx(Process process) {
        this.process = process;
    }

    /** Starts one and returns when it listens. */
    static Nginx start(Path directory, String configuration, Map<String, String> values, int port)
            throws IOException, InterruptedException {
        String text = resource(configuration).replace("${directory}", directory.toString());
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        Path file = directory.resolve(configuration);
        Files.writeString(file, text.replace("${port}", String.valueOf(port)));
        Process process = new ProcessBuilder("nginx", "-p", directory.toString(), "-c", file.toString(), "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(configuration + ".out").toFile())
                .start();
        Nginx nginx = new Nginx(process);
        nginx.await(port);
        return nginx;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Nginx.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private void await(int port) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("nginx does not listen on " + port);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
