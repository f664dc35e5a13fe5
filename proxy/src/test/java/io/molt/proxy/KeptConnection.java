package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** A client that sends any bytes and reads whole answers, on one connection for as long as that is kept. */
final class KeptConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    KeptConnection(int port) {
        this.port = port;
    }

    /**
     * Sends a request.
     *
     * @param more false if the server shall see that nothing more comes; then the next request has a new connection
     * @return status and body of the answer; empty if the connection was closed without one
     */
    String ask(byte[] request, boolean more) throws IOException {
        if (socket.isClosed() || !socket.isConnected()) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        try {
            socket.getOutputStream().write(request);
            if (!more) {
                socket.shutdownOutput();
            }
            boolean head = new String(request, 0, Math.min(5, request.length), ISO_8859_1).startsWith("HEAD ");
            String answer = answer(head);
            if (!more) {
                socket.close();
            }
            return answer;
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("no answer to " + new String(request, ISO_8859_1), e);
        } catch (IOException reset) {
            socket.close();
            return "";
        }
    }

    private String answer(boolean head) throws IOException {
        String status = line();
        while (status.startsWith("HTTP/1.1 1")) {
            while (!line().isEmpty()) {}
            status = line();
        }
        if (status.isEmpty()) {
            socket.close();
            return "";
        }
        int length = -1;
        boolean chunked = false;
        boolean kept = true;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            kept &= !lower.startsWith("connection:") || !lower.contains("close");
        }
        String body = head || status.contains(" 204 ") || status.contains(" 304 ") ? "" : body(length, chunked);
        if (!kept || (length < 0 && !chunked)) {
            socket.close();
        }
        return status.substring("HTTP/1.1 ".length()) + " " + body;
    }

    private String body(int length, boolean chunked) throws IOException {
        if (!chunked) {
            return new String(length < 0 ? in.readAllBytes() : in.readNBytes(length), ISO_8859_1);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toString(ISO_8859_1);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
