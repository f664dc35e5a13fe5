package io.molt.proxy.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import java.io.IOException;
import java.util.Optional;

/**
 * Learns from the topic of turns on which version each session is: what other proxies served, and this one before it was
 * restarted. Only one agent is looked at.
 *
 * @param agentId that has a canary
 * @param seal opens its records
 */
record ServedTurns(String agentId, RouteTable routes, ContentSeal seal)
        implements TopicTail.Reading<TurnEvent>, TopicTail.Listener<TurnEvent> {

    ServedTurns {
        requireNonNull(agentId, "agentId");
        requireNonNull(routes, "routes");
        requireNonNull(seal, "seal");
    }

    @Override
    public Optional<TurnEvent> read(byte[] key, byte[] value) throws UnreadableRecord, IOException {
        if (key == null || !mayConcern(new String(key, UTF_8))) {
            return Optional.empty();
        }
        Optional<byte[]> open = seal.open(value);
        return open.isEmpty() ? Optional.empty() : Optional.of(Codecs.TURNS.decode(open.get()));
    }

    /** A key without a slash is a hash, and says nothing. */
    private boolean mayConcern(String key) {
        int slash = key.indexOf('/');
        return slash < 0
                || key.substring(0, slash)
                        .replace("%2F", "/")
                        .replace("%25", "%")
                        .equals(agentId);
    }

    @Override
    public void record(TurnEvent event) {
        if (event instanceof TurnAnswered answered
                && answered.turn().agentId().equals(agentId)
                && answered.servedBy().trained()) {
            routes.served(
                    agentId, answered.turn().sessionId(), answered.servedBy().version());
        }
    }

    @Override
    public void idle() {}
}
