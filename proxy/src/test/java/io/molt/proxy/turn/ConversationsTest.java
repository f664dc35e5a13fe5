package io.molt.proxy.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.history.HistoryReader;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Claims;
import io.molt.proxy.request.Headers;
import io.molt.proxy.request.TurnRequest;
import io.molt.proxy.session.FoundTurns;
import io.molt.proxy.session.SessionIndex;
import io.molt.proxy.session.SharedSessions;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationsTest {

    private static final Caller ME = Caller.withOwnKey("sk-me");
    private static final Caller YOU = Caller.withOwnKey("sk-you");

    /** A proxy's, which begins anew with every restart. */
    private final SessionIndex known = new SessionIndex(1_000);

    private final Conversations here = conversations(new SessionIndex(1_000));
    private final Conversations elsewhere = conversations(known);

    private static Conversations conversations(SessionIndex index) {
        return new Conversations(index, new HistoryReader(1_000));
    }

    private static Conversations.Found ask(
            Conversations proxy, Caller caller, String turnId, Dialect dialect, String body) throws Exception {
        TurnRequest request = TurnRequest.read(dialect, body.getBytes(UTF_8));
        return proxy.find(request, Claims.of(new Headers(Map.of()), request, caller.agentId()), caller, turnId);
    }

    /** Answers here, and brings the turn to the other proxy as the topic does. */
    private void answer(Conversations.Found asked, String turnId, String replyId) throws Exception {
        Message reply = Message.of(JsonText.parse("{\"role\":\"assistant\",\"content\":\"Hello!\"}"));
        here.answered(turnId, reply.context(), replyId, true);
        TurnRef turn = new TurnRef("default", asked.sessionId(), turnId);
        over(turn, new TurnRequested(turn, 1, TurnKind.MAIN, asked.history().context(), List.of(), true, false));
        over(
                turn,
                new TurnAnswered(
                        turn,
                        new Timing(1, 2, 3),
                        new ServedBy("m", false, List.of(), 0, ""),
                        reply.body().orElseThrow(),
                        reply.context().matchHash(),
                        Sampled.UNKNOWN,
                        new Ending(200, "stop", ""),
                        replyId));
    }

    private void over(TurnRef turn, TurnEvent event) throws Exception {
        byte[] key = ("default/" + turn.sessionId()).getBytes(UTF_8);
        new FoundTurns(ContentSeal.NONE)
                .read(key, Codecs.TURNS.encode(event))
                .ifPresent(new SharedSessions(known)::record);
    }

    @Test
    void another_proxy_or_this_one_after_a_restart_goes_on_from_a_response_by_its_id() throws Exception {
        Conversations.Found first = ask(here, ME, "t1", Dialect.RESPONSES, "{\"model\":\"m\",\"input\":\"hi\"}");
        answer(first, "t1", "resp_1");
        String more = "{\"model\":\"m\",\"input\":\"and then?\",\"previous_response_id\":\"resp_1\"}";

        Conversations.Found next = ask(elsewhere, ME, "t2", Dialect.RESPONSES, more);
        Conversations.Found stranger = ask(elsewhere, YOU, "t3", Dialect.RESPONSES, more);

        assertThat(next.sessionId()).isEqualTo(first.sessionId());
        assertThat(next.whole()).isTrue();
        assertThat(next.history().context())
                .hasSize(3)
                .startsWith(first.history().context().get(0));
        assertThat(stranger.sessionId()).isNotEqualTo(first.sessionId());
        assertThat(stranger.whole()).isFalse();
    }

    @Test
    void another_proxy_goes_on_from_a_message_of_a_thread_by_its_id() throws Exception {
        String hi = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
        Conversations.Found first =
                ask(here, ME, "t1", Dialect.MESSAGES, "{\"model\":\"m\",\"thread\":{\"type\":\"create\"}," + hi + "}");
        answer(first, "t1", "msg_1");

        Conversations.Found next = ask(
                elsewhere,
                ME,
                "t2",
                Dialect.MESSAGES,
                "{\"model\":\"m\",\"thread\":{\"type\":\"continue\",\"previous_message_id\":\"msg_1\"}," + hi + "}");

        assertThat(next.sessionId()).isEqualTo(first.sessionId());
        assertThat(next.whole()).isTrue();
        assertThat(next.history().context()).hasSize(3);
    }

    @Test
    void a_response_that_nobody_here_has_given_is_gone_on_from_without_what_came_before() throws Exception {
        String more = "{\"model\":\"m\",\"input\":\"and then?\",\"previous_response_id\":\"resp_9\"}";

        assertThat(ask(elsewhere, ME, "t1", Dialect.RESPONSES, more).whole()).isFalse();
    }
}
