package io.molt.proxy.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.Message;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryReaderTest {

    private static final Set<String> LISTS = Set.of("messages", "input");

    private final HistoryReader reader = new HistoryReader(40);

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"CHAT", "MESSAGES"})
    void what_was_read_before_is_read_no_differently(Dialect dialect) throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> conversation = new ArrayList<>();
        for (int turn = 0; turn < 300; turn++) {
            change(conversation, random);
            JsonScan body = body(conversation);
            assertSame(reader.read(dialect, body, List.of()), new HistoryReader(1).read(dialect, body, List.of()));
        }
    }

    /** Most of the time it goes on; sometimes it is cut, edited, or begun anew. */
    private static void change(List<String> conversation, Random random) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            conversation.clear();
        } else if (kind == 1 && !conversation.isEmpty()) {
            conversation.remove(random.nextInt(conversation.size()));
        } else if (kind == 2 && !conversation.isEmpty()) {
            conversation.set(random.nextInt(conversation.size()), message(random));
        }
        for (int more = random.nextInt(9) + 1; more > 0; more--) {
            conversation.add(message(random));
        }
    }

    private static String message(Random random) {
        String text = "word" + random.nextInt(30);
        return switch (random.nextInt(4)) {
            case 0 -> "{\"role\":\"assistant\",\"content\":\"" + text + "\"}";
            case 1 -> "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
            case 2 -> "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\""
                    + text + "\"},{\"type\":\"text\",\"text\":\"and\"}]}";
            default -> "{\"content\":\"" + text + "\",\"role\":\"user\"}";
        };
    }

    private static JsonScan body(List<String> messages) throws IOException {
        String text = "{\"system\":\"Be kind.\",\"messages\":[" + String.join(", ", messages) + "]}";
        return JsonScan.of(text.getBytes(StandardCharsets.UTF_8), LISTS);
    }

    private static void assertSame(History actual, History expected) {
        assertThat(actual.context()).isEqualTo(expected.context());
        assertThat(bodies(actual)).isEqualTo(bodies(expected));
        assertThat(actual.context())
                .isEqualTo(actual.messages().stream().map(Message::context).toList());
    }

    private static List<Optional<MessageBody>> bodies(History history) {
        return history.messages().stream().map(Message::body).toList();
    }

    @Test
    void the_same_bytes_mean_something_else_in_another_dialect() throws IOException {
        JsonScan body = body(
                List.of(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"4\"}]}"));
        History chat = reader.read(Dialect.CHAT, body, List.of());
        assertThat(chat.context()).extracting("role").containsExactly("user");

        History messages = reader.read(Dialect.MESSAGES, body, List.of());

        assertThat(messages.context()).extracting("role").containsExactly("system", "tool");
    }

    @Test
    void no_more_than_so_many_elements_are_remembered() throws IOException {
        Beginnings beginnings = new Beginnings(150);
        JsonScan body = body(List.of(message(new Random(1)), message(new Random(2)), message(new Random(3))));
        List<Extent> places = body.member("messages").orElseThrow().elements();
        Beginnings.Seen whole = beginnings.look(Dialect.CHAT, body.bytes(), places);
        List<List<ContextMessage>> read = List.of(List.of(), List.of(), List.of());

        beginnings.remember(whole, read);
        assertThat(beginnings.look(Dialect.CHAT, body.bytes(), places).known()).hasSize(3);
        beginnings.remember(new Beginnings.Seen(List.of(), "", "another"), read);

        assertThat(beginnings.look(Dialect.CHAT, body.bytes(), places).known()).isEmpty();
    }
}
