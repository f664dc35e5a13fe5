package io.molt.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a socket that says one thing and closes. */
class AgentClientTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nx-molt-turn: t1\r\nx-molt-policy: agent-a@v3\r\n"
            + "content-type: text/event-stream\r\ncontent-length: ";
    private static final String FIRST = "data: {\"choices\":[{\"delta\":{\"content\":\"Noted\"}}]}\n\n";
    private static final String LAST =
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    @Test
    void a_reply_is_the_text_of_its_stream_and_says_who_answered() throws Exception {
        Reply reply = ask(HEAD + (FIRST + LAST).length() + "\r\n\r\n" + FIRST + LAST);

        assertThat(reply.text()).isEqualTo("Noted");
        assertThat(reply.turnId()).isEqualTo("t1");
        assertThat(reply.version()).isEqualTo(3);
    }

    @Test
    void a_stream_that_breaks_off_is_an_error_of_the_request() {
        assertThatThrownBy(() -> ask(HEAD + (FIRST + LAST).length() + "\r\n\r\n" + FIRST))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_stream_that_ends_cleanly_before_the_reply_does_is_an_error_too() {
        assertThatThrownBy(() -> ask(HEAD + FIRST.length() + "\r\n\r\n" + FIRST))
                .isInstanceOf(IOException.class)
                .hasMessage("the reply broke off after 5 characters");
    }

    @Test
    void a_refusal_tells_its_status() {
        String body = "{\"error\":{\"code\":\"context_length_exceeded\"}}";

        assertThatThrownBy(
                        () -> ask("HTTP/1.1 400 Bad Request\r\ncontent-length: " + body.length() + "\r\n\r\n" + body))
                .isInstanceOfSatisfying(RefusedRequest.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.contextLengthExceeded()).isTrue();
                });
    }

    private static Reply ask(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answer(server, answer));
            thread.start();
            try {
                var client = new AgentClient("http://127.0.0.1:" + server.getLocalPort() + "/v1");
                return client.ask(new Question("agent-a", "s", List.of(new ChatMessage("user", "hi")), false, 8, 1));
            } finally {
                thread.join();
            }
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (!request.toString().contains("\"messages\"")) {
                request.append((char) in.read());
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            while (in.read() >= 0) {
                // what is left of the request; closing on unread bytes would reset the connection
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
