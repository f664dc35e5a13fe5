package io.molt.proxy.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.history.History;
import io.molt.proxy.history.HistoryReader;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.TurnRequest;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones.
 *
 * <p>Each line is a request. A line that begins with {@code !} has failed, all others get the same reply; one that begins with
 * {@code @} is in the second of two scopes.
 */
class SessionIndexFuzzTest {

    private static final ContextMessage REPLY = Message.of(
                    JsonText.object().put("role", "assistant").put("content", "yes"))
            .context();

    @FuzzTest(maxDuration = "1m")
    void whatever_is_said_every_message_has_its_hashes_and_no_conversation_is_found_in_another_scope(byte[] bytes) {
        SessionIndex index = new SessionIndex(40);
        HistoryReader reader = new HistoryReader(7);
        Set<String> sessions = new HashSet<>();
        int turn = 0;
        for (String line : new String(bytes, UTF_8).lines().limit(40).toList()) {
            boolean failed = line.startsWith("!");
            boolean other = line.startsWith("@");
            byte[] body = (failed || other ? line.substring(1) : line).getBytes(UTF_8);
            for (Dialect dialect : Dialect.values()) {
                String scope = other ? "other" : "scope";
                List<ContextMessage> context = context(reader, dialect, body);
                String turnId = "t" + turn++;
                Optional<String> found = index.find(scope, context);
                found.ifPresent(session -> assertThat(session).startsWith(scope).isIn(sessions));
                String session = found.orElse(scope + " " + turnId);
                sessions.add(session);
                index.asked(scope, turnId, session, context);
                index.answered(turnId, failed ? Optional.empty() : Optional.of(REPLY), turnId);
                assertThat(index.reply(scope, turnId).isPresent()).isEqualTo(!failed);
                assertThat(index.reply(other ? "scope" : "other", turnId)).isEmpty();
            }
        }
    }

    private static List<ContextMessage> context(HistoryReader reader, Dialect dialect, byte[] body) {
        try {
            TurnRequest request = TurnRequest.read(dialect, body);
            History history = reader.read(dialect, request.body(), List.of());
            for (Message message : history.messages()) {
                assertThat(message.context().matchHash()).hasSize(32);
                assertThat(message.context().bodyHash()).hasSize(32);
                assertThat(message.body().map(MessageBody::bodyHash))
                        .contains(message.context().bodyHash());
            }
            List<ContextMessage> again = new HistoryReader(7)
                    .read(dialect, request.body(), List.of())
                    .context();
            assertThat(again).as("read anew").isEqualTo(history.context());
            return history.context();
        } catch (BadRequest refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return List.of();
        }
    }
}
