package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.body.RandomJson;
import io.molt.proxy.dialect.Dialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody edits comes out as it went in, both ways: 1,000 pairs of requests and answers. */
class ByteFidelityTest {

    private static final int PAIRS = 200;
    private static final int LONG = 5 << 20;

    private static final Map<Dialect, String> ENDS = Map.of(
            Dialect.CHAT,
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
            Dialect.RESPONSES,
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\","
                    + "\"status\":\"completed\"}}\n\n",
            Dialect.MESSAGES,
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    private static final List<Dialect> DIALECTS = List.of(Dialect.values());

    /** What an upstream says, and how. */
    private record Answer(boolean stream, byte[] bytes, int[] pieces) {

        void to(ScriptedUpstream.Connection connection) throws IOException {
            if (!stream) {
                connection.whole(200, "", new String(bytes, UTF_8));
                return;
            }
            connection.head("text/event-stream");
            int at = 0;
            for (int piece : pieces) {
                int length = Math.min(piece, bytes.length - at);
                if (length > 0) {
                    connection.piece(bytes, at, length);
                    at += length;
                }
            }
            connection.piece(bytes, at, bytes.length - at);
            connection.end();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void requests_and_answers_pass_byte_for_byte_and_events_frame_for_frame(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        RandomJson json = new RandomJson(random);
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        try (Started molt = Started.untrained("chat, responses, messages", (request, connection) -> answers.take()
                .to(connection))) {
            for (int pair = 0; pair < PAIRS; pair++) {
                Dialect dialect = DIALECTS.get(random.nextInt(DIALECTS.size()));
                boolean stream = random.nextBoolean();
                byte[] body = body(json, random, dialect, stream, pair == 7 ? LONG : 0);
                Answer answer = answer(json, random, dialect, stream, pair == 8 ? LONG : 0);
                answers.add(answer);

                HttpResponse<byte[]> response = molt.client().send(dialect.path(), body);

                assertThat(molt.upstream().asked.take().body())
                        .as("pair %d", pair)
                        .isEqualTo(body);
                assertThat(response.body()).as("pair %d", pair).isEqualTo(answer.bytes());
                assertThat(response.statusCode()).isEqualTo(200);
            }
        }
    }

    private static byte[] body(RandomJson json, SplittableRandom random, Dialect dialect, boolean stream, int padding) {
        String list = dialect == Dialect.RESPONSES ? "input" : "messages";
        StringBuilder body =
                new StringBuilder(" {\"Model\":").append(json.value(2)).append(", \"model\" :  \"gpt\\u002d9\"");
        body.append(",\"")
                .append(list)
                .append("\":[ {\"role\":\"user\",\"content\":")
                .append(json.string())
                .append('}');
        for (int left = random.nextInt(5); left > 0; left--) {
            body.append(" ,\n").append(json.object(6));
        }
        body.append("],\"x_").append(list).append("\":").append(json.value(8));
        body.append(",\"deep\":").append("[".repeat(300)).append("]".repeat(300));
        body.append(",\"pad\":\"").append("ä".repeat(padding / 2)).append('"');
        if (stream) {
            body.append(" , \"stream\"\t:true");
        }
        return body.append("}\n").toString().getBytes(UTF_8);
    }

    private static Answer answer(
            RandomJson json, SplittableRandom random, Dialect dialect, boolean stream, int padding) {
        if (!stream) {
            String body = "{ \"id\":" + json.string() + ",\"x\":" + json.value(8) + ",\"pad\":\"" + "x".repeat(padding)
                    + "\"} ";
            return new Answer(false, body.getBytes(UTF_8), new int[0]);
        }
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        for (int left = random.nextInt(12); left > 0; left--) {
            events.writeBytes(event(json, random).getBytes(UTF_8));
        }
        events.writeBytes((": " + "x".repeat(padding) + "\n").getBytes(UTF_8));
        events.writeBytes(ENDS.get(dialect).getBytes(UTF_8));
        events.writeBytes("data: [DONE]\n\n".getBytes(UTF_8));
        return new Answer(
                true,
                events.toByteArray(),
                random.ints(random.nextInt(20), 1, 400).toArray());
    }

    private static String event(RandomJson json, SplittableRandom random) {
        String end = new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)];
        return switch (random.nextInt(5)) {
            case 0 -> ": a comment" + end + end;
            case 1 -> "id: 7" + end + "retry: 100" + end + end;
            case 2 -> "event: never.heard.of" + end + "data: " + json.object(1).replaceAll("[\r\n]", "") + end + end;
            case 3 -> "data:" + json.object(1).replaceAll("[\r\n]", "") + end + "data: more" + end + end;
            default -> "data: not json" + end + end;
        };
    }
}
