package io.molt.cli.drill;

import io.molt.cli.client.AgentClient;
import io.molt.cli.client.Question;
import io.molt.cli.client.Reply;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that talk without a pause, one thread each, and remember every answer that they have read to its end. */
final class StreamingUsers implements AutoCloseable {

    private static final int TURNS_OF_A_SESSION = 6;
    private static final long AFTER_FAILURE_MILLIS = 100;

    private final AgentClient client;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile boolean over;

    private StreamingUsers(AgentClient client, long seed) {
        this.client = client;
        this.seed = seed;
    }

    static StreamingUsers on(String proxyUrl, int count, long seed) {
        StreamingUsers users = new StreamingUsers(new AgentClient(proxyUrl), seed);
        for (int i = 0; i < count; i++) {
            String agent = "agent-" + i;
            Thread thread = new Thread(() -> users.talk(agent), "user-" + i);
            thread.setDaemon(true);
            users.threads.add(thread);
            thread.start();
        }
        return users;
    }

    private void talk(String agent) {
        try {
            for (int session = 0; !over; session++) {
                try {
                    talk(agent, "session-" + session);
                } catch (IOException e) {
                    broken.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk(String agent, String session) throws IOException, InterruptedException {
        List<ChatMessage> messages = new ArrayList<>();
        for (int turn = 0; turn < TURNS_OF_A_SESSION && !over; turn++) {
            messages.add(
                    new ChatMessage("user", "question " + turn + " of " + agent + "/" + session + ", seed " + seed));
            Reply reply = client.ask(new Question(agent, session, messages, false, 16, seed));
            seen.add(new Seen(agent + "/" + session, reply.turnId(), System.nanoTime()));
            messages.add(new ChatMessage("assistant", reply.text()));
        }
    }

    /** Answers that were read to their end so far, those of one session in order. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Answers that broke off, and requests that nobody took. */
    int broken() {
        return broken.get();
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
