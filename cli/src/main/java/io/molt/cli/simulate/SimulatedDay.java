package io.molt.cli.simulate;

import io.molt.cli.client.AgentClient;
import io.molt.cli.client.Question;
import io.molt.cli.client.RefusedRequest;
import io.molt.cli.client.Reply;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A day of rounds as one session: question, reply, feedback, reply, next question.
 *
 * <p>Like a client that compacts, it re-sends only as much of the day as a small policy can read.
 */
final class SimulatedDay {

    private static final int MAX_TOKENS = 48;
    /** About what 2,048 tokens hold when text is far from what the tokenizer was trained on. */
    private static final int LONGEST_CHARACTERS = 1_600;

    private final AgentClient client;
    private final String agentId;
    private final String sessionId;
    private final long seed;
    private final List<ChatMessage> history = new ArrayList<>();

    SimulatedDay(AgentClient client, String agentId, String sessionId, long seed) {
        this.client = client;
        this.agentId = agentId;
        this.sessionId = sessionId;
        this.seed = seed;
    }

    /** Lives through the day; {@code first} is the number of its first round over all days. */
    List<RoundOutcome> live(QuestionsFile day, FeedbackRule rule, int first) throws IOException, InterruptedException {
        List<RoundOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < day.rounds().size(); i++) {
            Round round = day.rounds().get(i);
            boolean last = i == day.rounds().size() - 1;
            Reply reply = say(round.question(), false);
            boolean right = round.checker() instanceof Checker.Choice choice
                    ? choice.accepts(reply.text())
                    : rule.saysRight(first + i, seed);
            outcomes.add(new RoundOutcome(day.id() + "/" + round.id(), reply.turnId(), right));
            say(right ? round.whenRight() : round.whenWrong(), last);
        }
        return outcomes;
    }

    private Reply say(String text, boolean last) throws IOException, InterruptedException {
        history.add(new ChatMessage("user", text));
        compact();
        try {
            return answered(client.ask(new Question(agentId, sessionId, history, last, MAX_TOKENS, seed)));
        } catch (RefusedRequest e) {
            if (!e.contextLengthExceeded() || history.size() == 1) {
                throw e;
            }
            history.subList(0, history.size() - 1).clear();
            return answered(client.ask(new Question(agentId, sessionId, history, last, MAX_TOKENS, seed)));
        }
    }

    private Reply answered(Reply reply) {
        history.add(new ChatMessage("assistant", reply.text()));
        return reply;
    }

    /** Drops the oldest exchanges; the newest one always stays, so that the turn can be told from its history. */
    private void compact() {
        while (history.size() > 3 && characters() > LONGEST_CHARACTERS) {
            history.subList(0, 2).clear();
        }
    }

    private int characters() {
        return history.stream().mapToInt(message -> message.content().length()).sum();
    }
}
