package io.molt.cli.demo;

import io.molt.cli.client.AgentClient;
import io.molt.cli.client.Question;
import io.molt.cli.client.Reply;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.Persona;
import io.molt.policy.office.RequestType;
import io.molt.policy.office.Split;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Somebody who asks for small things in the office and says how they should have been done.
 *
 * <p>Interaction i is a function of (seed, agent, i): a session of two turns, the request and what the user says about
 * the reply. Only the way in is the proxy's public API.
 */
public final class SimulatedUser {

    private static final int MAX_TOKENS = 48;

    private final String agentId;
    private final Persona persona;
    private final long seed;
    private final AgentClient client;

    public SimulatedUser(String agentId, Persona persona, long seed, AgentClient client) {
        this.agentId = agentId;
        this.persona = persona;
        this.seed = seed;
        this.client = client;
    }

    public String agentId() {
        return agentId;
    }

    Persona persona() {
        return persona;
    }

    /** Asks, waits as people do, and answers. */
    public Interaction interact(int index, String sessionId, Pace pace) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + agentId.hashCode() * 31L + index);
        RequestType type = persona.types().get(index % persona.types().size());
        OfficeRequest request = Office.request(type, Split.INTERACTION, random);
        List<ChatMessage> messages = new ArrayList<>(Office.ask(request.question(), List.of()));

        Reply reply = client.ask(question(sessionId, messages, false, random));
        pace.beforeFeedback();
        boolean accepted = persona.accepts(request, reply.text());
        String feedback = accepted
                ? Office.thanks(Split.INTERACTION, random)
                : persona.correction(type, Split.INTERACTION, random);
        messages.add(new ChatMessage("assistant", reply.text()));
        messages.add(new ChatMessage("user", feedback));
        Reply acknowledgement = client.ask(question(sessionId, messages, true, random));
        return new Interaction(agentId, index, accepted, reply, acknowledgement);
    }

    private Question question(String sessionId, List<ChatMessage> messages, boolean done, SplittableRandom random) {
        return new Question(agentId, sessionId, messages, done, MAX_TOKENS, random.nextInt(Integer.MAX_VALUE));
    }
}
