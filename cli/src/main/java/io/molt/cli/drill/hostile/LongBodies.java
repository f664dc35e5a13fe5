package io.molt.cli.drill.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends many bodies at once, each as long as it may be. */
record LongBodies(int port, String key, int requests, int bytes) {

    private static final int PATIENCE_MILLIS = 120_000;
    private static final String START = "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"";
    private static final String END = "\"}]}";

    /** How often each status was answered; {@code closed} where none was. */
    Map<String, Integer> send() throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(requests);
        Map<String, Integer> statuses = new TreeMap<>();
        try {
            List<Callable<String>> sending = new ArrayList<>();
            for (int n = 0; n < requests; n++) {
                sending.add(this::one);
            }
            for (Future<String> each : all.invokeAll(sending)) {
                statuses.merge(each.get(), 1, Integer::sum);
            }
        } finally {
            all.shutdownNow();
        }
        return statuses;
    }

    private String one() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(socket);
            return status(socket.getInputStream());
        } catch (IOException e) {
            return "closed";
        }
    }

    /** A server that refuses may close before it has read everything. */
    private void write(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer " + key
                        + "\r\ncontent-length: " + bytes + "\r\n\r\n" + START)
                .getBytes(US_ASCII));
        byte[] piece = "x".repeat(64 << 10).getBytes(US_ASCII);
        int left = bytes - START.length() - END.length();
        try {
            for (; left > 0; left -= piece.length) {
                out.write(piece, 0, Math.min(left, piece.length));
            }
            out.write(END.getBytes(US_ASCII));
        } catch (IOException refused) {
            // The answer says why, where it has arrived.
        }
    }

    private static String status(InputStream in) throws IOException {
        byte[] line = in.readNBytes("HTTP/1.1 200".length());
        return line.length < 12 ? "closed" : new String(line, US_ASCII).substring(9);
    }
}
