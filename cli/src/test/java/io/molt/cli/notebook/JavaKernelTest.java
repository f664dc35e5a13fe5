package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The kernel as Jupyter sees it: over sockets, in signed messages. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JavaKernelTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "a key for this test";
    private static final int PATIENCE_MILLIS = 200;

    @TempDir
    private Path directory;

    @Test
    void cells_are_answered_with_what_they_come_to_and_why_they_fail_until_the_kernel_is_shut_down() throws Exception {
        ObjectNode connection = connection();
        Path file = Files.writeString(directory.resolve("connection.json"), connection.toString());
        CompletableFuture<Void> kernel = CompletableFuture.runAsync(() -> serve(file));
        try (ZContext context = new ZContext()) {
            ZMQ.Socket shell = connect(
                    context, SocketType.DEALER, connection.get("shell_port").asInt());
            ZMQ.Socket published = connect(
                    context, SocketType.SUB, connection.get("iopub_port").asInt());
            published.subscribe(new byte[0]);
            do { // a subscription takes effect some time after it was asked for
                send(shell, "kernel_info_request", JSON.createObjectNode());
            } while (published.recv() == null);

            execute(shell, "var table = new Table(List.of(\"n\"), List.of(List.of(7)));\ntable");
            JsonNode shown = await(published, "execute_result").get("data");
            execute(shell, "throw new IllegalStateException(\"no more\");");
            JsonNode failed = await(published, "error");
            ZMQ.Socket control = connect(
                    context, SocketType.DEALER, connection.get("control_port").asInt());
            send(control, "shutdown_request", JSON.createObjectNode().put("restart", false));
            kernel.get(1, TimeUnit.MINUTES);

            assertThat(shown.get(Showable.HTML).asText()).contains("<td>7</td>");
            assertThat(failed.toString()).contains("java.lang.IllegalStateException: no more");
        }
    }

    private static void serve(Path file) {
        try (JavaCells cells = JavaCells.start()) {
            JavaKernel.serve(file, cells);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode connection() throws IOException {
        ObjectNode connection = JSON.createObjectNode()
                .put("ip", "127.0.0.1")
                .put("transport", "tcp")
                .put("signature_scheme", "hmac-sha256")
                .put("key", KEY);
        List<ServerSocket> held = new ArrayList<>();
        for (String name : List.of("control_port", "shell_port", "stdin_port", "hb_port", "iopub_port")) {
            ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(free);
            connection.put(name, free.getLocalPort());
        }
        for (ServerSocket each : held) {
            each.close();
        }
        return connection;
    }

    private static ZMQ.Socket connect(ZContext context, SocketType type, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    private static void execute(ZMQ.Socket shell, String code) throws Exception {
        send(
                shell,
                "execute_request",
                JSON.createObjectNode()
                        .put("code", code)
                        .put("silent", false)
                        .put("store_history", true)
                        .put("allow_stdin", false)
                        .put("stop_on_error", true));
    }

    private static void send(ZMQ.Socket socket, String type, ObjectNode content) throws Exception {
        String header = JSON.createObjectNode()
                .put("msg_id", type)
                .put("session", "test")
                .put("username", "test")
                .put("date", "2026-01-01T00:00:00.000Z")
                .put("msg_type", type)
                .put("version", "5.3")
                .toString();
        List<String> signed = List.of(header, "{}", "{}", content.toString());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        signed.forEach(part -> mac.update(part.getBytes(StandardCharsets.UTF_8)));
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(HexFormat.of().formatHex(mac.doFinal()));
        for (String part : signed.subList(0, 3)) {
            socket.sendMore(part);
        }
        socket.send(signed.get(3));
    }

    /** The content of the next message of a type; what else was published is passed over. */
    private static JsonNode await(ZMQ.Socket published, String type) throws IOException {
        boolean wanted = false;
        while (true) {
            byte[] part = published.recv();
            if (part == null) {
                continue;
            }
            String text = new String(part, StandardCharsets.UTF_8);
            JsonNode json = text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode();
            wanted = wanted || json.path("msg_type").asText().equals(type);
            if (wanted && !published.hasReceiveMore()) {
                return json;
            }
        }
    }
}
