package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An upstream over real sockets that does what a test says. One request per connection. */
final class ScriptedUpstream implements AutoCloseable {

    private final ServerSocket server;
    private final Script script;
    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** What it does with a request. */
    interface Script {

        void answer(Asked request, Connection connection) throws Exception;
    }

    /** A request as it came. */
    record Asked(String line, String headers, byte[] body) {

        JsonNode json() throws IOException {
            return JsonText.parse(body);
        }

        boolean isChat() {
            return line.contains("/chat/completions");
        }

        /** Empty if it is not there. */
        String header(String name) {
            return headers.lines()
                    .filter(each -> each.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(each -> each.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** The client's side of the socket. */
    record Connection(InputStream in, OutputStream out, Socket socket) {

        void write(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
            out.flush();
        }

        void head(String type) throws IOException {
            write("HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ntransfer-encoding: chunked\r\n"
                    + "connection: close\r\n\r\n");
        }

        void event(String json) throws IOException {
            chunk("data: " + json + "\n\n");
        }

        void chunk(String text) throws IOException {
            write(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
        }

        void piece(byte[] bytes, int from, int length) throws IOException {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
            out.write(bytes, from, length);
            out.write("\r\n".getBytes(UTF_8));
            out.flush();
        }

        void end() throws IOException {
            write("0\r\n\r\n");
        }

        void whole(int status, String headers, String body) throws IOException {
            write("HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\nconnection: close\r\n" + headers
                    + "content-length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
        }

        /** Waits until the other side has closed. */
        void awaitHangUp() throws IOException {
            try {
                while (in.read() >= 0) {}
            } catch (IOException reset) {
                // A reset is a hang-up, too.
            }
        }

        /** RST instead of FIN. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    ScriptedUpstream(Script script) throws IOException {
        this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        this.script = script;
        daemon(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Asked request = read(in);
            asked.add(request);
            script.answer(request, new Connection(in, socket.getOutputStream(), socket));
        } catch (Exception e) {
            // The test sees what the proxy makes of a connection that breaks.
        }
    }

    private static Asked read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0; // of "\r\n\r\n" so many characters are there
        while (ends < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(UTF_8);
        int length = text.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        String line = text.lines().findFirst().orElse("");
        return new Asked(line, text, in.readNBytes(length));
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
