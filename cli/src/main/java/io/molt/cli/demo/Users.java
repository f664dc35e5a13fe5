package io.molt.cli.demo;

import io.molt.cli.client.RefusedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulated users at work, one thread each; what failed is counted and the user goes on. */
final class Users {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private final ConcurrentLinkedQueue<Interaction> done = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();

    /** Lets each user have the interactions that are due, and waits until all are through. */
    void run(Map<SimulatedUser, List<Integer>> due, String run, Pace pace, Runnable progress)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        due.forEach((user, indexes) -> {
            Thread thread = new Thread(() -> work(user, indexes, run, pace, progress), "user-" + user.agentId());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        });
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void work(SimulatedUser user, List<Integer> indexes, String run, Pace pace, Runnable progress) {
        try {
            for (int index : indexes) {
                String sessionId = RecordedInteractions.sessionId(index, run);
                try {
                    done.add(user.interact(index, sessionId, pace));
                } catch (IOException e) {
                    failed.incrementAndGet();
                    LOG.error(
                            "request failed agentId={} interaction={} status={}",
                            user.agentId(),
                            index,
                            e instanceof RefusedRequest refused ? refused.status() : 0,
                            e);
                }
                progress.run();
                pace.betweenInteractions();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Interaction> interactions() {
        return List.copyOf(done);
    }

    /** Requests without a whole reply. */
    long failed() {
        return failed.get();
    }
}
