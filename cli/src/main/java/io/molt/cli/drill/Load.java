package io.molt.cli.drill;

import io.molt.cli.client.AgentClient;
import io.molt.cli.client.Reply;
import io.molt.cli.demo.Interaction;
import io.molt.cli.demo.Pace;
import io.molt.cli.demo.SimulatedUser;
import io.molt.policy.office.Persona;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Simulated users who talk until they are told to stop; one thread each, one agent each. */
final class Load implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Load.class);
    private static final Pace BUSY = new Pace(Duration.ofMillis(50), Duration.ofMillis(400));
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger through = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean over;

    private Load() {}

    /**
     * Starts talking.
     *
     * @param agents how many agents have a user
     */
    static Load on(String proxyUrl, int agents, long seed) {
        Load load = new Load();
        AgentClient client = new AgentClient(proxyUrl);
        List<Persona> personas = Persona.personas(seed);
        for (int i = 0; i < agents; i++) {
            SimulatedUser user = new SimulatedUser("agent-" + i, personas.get(i % personas.size()), seed, client);
            Thread thread = new Thread(() -> load.talk(user), "user-" + i);
            thread.setDaemon(true);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    private void talk(SimulatedUser user) {
        try {
            for (int index = 0; !over; index++) {
                try {
                    Interaction whole = user.interact(index, "drill-" + index, BUSY);
                    remember(whole, user.agentId() + "/drill-" + index);
                    through.incrementAndGet();
                    Thread.sleep(BUSY.pause().toMillis());
                } catch (IOException e) {
                    failed.incrementAndGet();
                    LOG.warn("request failed agentId={} interaction={} reason={}", user.agentId(), index, e.toString());
                    TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remember(Interaction whole, String session) {
        for (Reply reply : List.of(whole.reply(), whole.acknowledgement())) {
            seen.add(new Seen(session, reply.turnId(), reply.times().endNanos()));
        }
    }

    /** Turns of these sessions, in each session's order. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Sessions that ended as they should. */
    int through() {
        return through.get();
    }

    /** Sessions that broke off. */
    int failed() {
        return failed.get();
    }

    /** Lets everybody finish the session that he is in. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
