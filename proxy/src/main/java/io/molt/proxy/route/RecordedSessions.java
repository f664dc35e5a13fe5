package io.molt.proxy.route;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.Topics;
import io.molt.schemas.seal.ContentSeal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions as the topic of turns has them: followed for an agent as long as it has a canary. Thread-safe. */
public final class RecordedSessions implements BegunSessions {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedSessions.class);
    /** Who has said nothing for longer begins anew. */
    private static final Duration QUIET = Duration.ofHours(24);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String brokers;
    private final RouteTable routes;
    private final ContentSeal seal;
    private final InstantSource clock;
    private final Map<String, TopicTail<?>> tails = new HashMap<>();
    private boolean closed;

    public RecordedSessions(String brokers, RouteTable routes, ContentSeal seal, InstantSource clock) {
        this.brokers = brokers;
        this.routes = routes;
        this.seal = seal;
        this.clock = clock;
    }

    @Override
    public synchronized void learn(String agentId) {
        if (closed || tails.containsKey(agentId)) {
            return;
        }
        ServedTurns turns = new ServedTurns(agentId, routes, seal);
        long from = clock.millis() - QUIET.toMillis();
        TopicTail<?> tail = TopicTail.follow(brokers, Topics.TURNS, turns, from, turns);
        tails.put(agentId, tail);
        boolean known = tail.caughtUp()
                .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!known) {
            LOG.warn("canary comes in before all sessions are known agent={}", agentId);
        }
    }

    @Override
    public synchronized void forget(String agentId) {
        TopicTail<?> tail = tails.remove(agentId);
        if (tail != null) {
            tail.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        tails.values().forEach(TopicTail::close);
        tails.clear();
    }
}
