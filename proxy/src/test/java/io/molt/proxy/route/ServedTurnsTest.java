package io.molt.proxy.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedTurnsTest {

    private final RouteTable routes = new RouteTable();
    private final ServedTurns turns = new ServedTurns("a/b", routes, ContentSeal.NONE);

    private void recorded(String agent, String session, String key, String policy) throws Exception {
        TurnAnswered answered = new TurnAnswered(
                new TurnRef(agent, session, "t"),
                new Timing(1, 2, 3),
                new ServedBy(policy, true, List.of(), 0, ""),
                new MessageBody("h", "assistant", "hello", ""),
                "m",
                Sampled.UNKNOWN,
                new Ending(200, "stop", ""),
                "");
        turns.read(key.getBytes(UTF_8), Codecs.TURNS.encode(answered)).ifPresent(turns::record);
    }

    private long version(String session) {
        return routes.begin("a/b", session).version();
    }

    private void canary(int share) {
        routes.flip(new Serving(
                new Route("a/b", 7, "a/b@v7", 0),
                Optional.of(new Serving.Some(new Route("a/b", 9, "a/b@v9", 0), new Canary(9, share)))));
    }

    @Test
    void a_session_goes_on_after_a_restart_with_the_version_that_it_was_recorded_with() throws Exception {
        for (int n = 0; n < 50; n++) {
            recorded("a/b", "old" + n, "a%2Fb/old" + n, "a/b@v7");
            recorded("a/b", "new" + n, "hash" + n, "a/b@v9");
            recorded("a/b", "new" + n, "hash" + n, "base");
        }
        canary(50);

        for (int n = 0; n < 50; n++) {
            assertThat(version("old" + n)).isEqualTo(7);
            assertThat(version("new" + n)).isEqualTo(9);
        }
    }

    @Test
    void sessions_of_other_agents_are_not_looked_at() throws Exception {
        recorded("a", "s", "a/s", "a@v9");
        recorded("a", "s", "hash", "a@v9");
        canary(1);

        assertThat(routes.begin("a", "s").isBase()).isTrue();
        assertThat(turns.read("a/s".getBytes(UTF_8), new byte[] {1})).isEmpty();
    }
}
