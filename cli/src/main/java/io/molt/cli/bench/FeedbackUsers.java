package io.molt.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Users of some agents: each gives feedback, waits for the version that learned from it, pauses and goes on. One thread. */
final class FeedbackUsers {

    private static final String REQUEST = "When is the meeting with the finance team?";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST_PAUSE_MILLIS = 1_000;

    private final BenchLoop loop;
    private final Map<String, User> users = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Long> waited = new ArrayList<>();

    /** Mutable: one agent's user. */
    private static final class User {
        private long sessions;
        private long toldAtMillis;
        private boolean waits;
        private long sinceNanos;
        private long pauseNanos;
    }

    /** What else happens; asked again and again. */
    interface Beside {
        void act() throws Exception;
    }

    FeedbackUsers(BenchLoop loop, List<String> agents) {
        this.loop = loop;
        agents.forEach(agent -> users.put(agent, new User()));
    }

    /**
     * Talks for a while, and to the end of what has begun.
     *
     * @param beside what the others do meanwhile
     * @return from feedback to announcement, milliseconds, one per version
     * @throws IllegalStateException if a version does not come
     */
    List<Long> talk(Duration time, Beside beside) throws Exception {
        waited.clear();
        long began = System.nanoTime();
        while (System.nanoTime() - began < time.toNanos()
                || users.values().stream().anyMatch(user -> user.waits)) {
            boolean over = System.nanoTime() - began >= time.toNanos();
            beside.act();
            for (Map.Entry<String, User> user : users.entrySet()) {
                if (user.getValue().waits) {
                    look(user.getKey(), user.getValue());
                } else if (!over && System.nanoTime() - user.getValue().sinceNanos > user.getValue().pauseNanos) {
                    tell(user.getKey(), user.getValue());
                }
            }
            loop.announcements().read();
        }
        return List.copyOf(waited);
    }

    private void tell(String agentId, User user) throws Exception {
        user.toldAtMillis = loop.turns().session(agentId, user.sessions, REQUEST);
        user.sessions++;
        user.waits = true;
        user.sinceNanos = System.nanoTime();
    }

    private void look(String agentId, User user) {
        OptionalLong announced = loop.announcements().announcedAtMillis(agentId, user.sessions);
        if (announced.isPresent()) {
            waited.add(announced.getAsLong() - user.toldAtMillis);
            user.waits = false;
            user.sinceNanos = System.nanoTime();
            user.pauseNanos = random.nextInt(LONGEST_PAUSE_MILLIS) * 1_000_000L;
        } else if (System.nanoTime() - user.sinceNanos > PATIENCE.toNanos()) {
            throw new IllegalStateException(
                    "no version " + user.sessions + " of " + agentId + " came within " + PATIENCE);
        }
    }
}
