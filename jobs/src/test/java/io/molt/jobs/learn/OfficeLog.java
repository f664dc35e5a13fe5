package io.molt.jobs.learn;

import io.molt.policy.decode.Decoder;
import io.molt.policy.decode.Generation;
import io.molt.policy.decode.Sampling;
import io.molt.policy.decode.TokenListener;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.Persona;
import io.molt.policy.office.Split;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The log of somebody in the office: replies sampled from the base policy, judged by what a persona wants. */
public final class OfficeLog {

    private static final List<String> NO_RULES = List.of();

    private final PolicyDirectory policy;
    private final Decoder decoder;
    private final String agentId;
    private final Persona persona;
    private final SplittableRandom random;
    private long seq;

    public OfficeLog(PolicyDirectory policy, String agentId, long seed) {
        this.policy = policy;
        this.decoder = new Decoder(policy);
        this.agentId = agentId;
        this.persona = Persona.personas(seed).get(0);
        this.random = new SplittableRandom(seed);
    }

    /** The next entry: a command of which the time is far ahead, so that it covers every turn that follows. */
    public LogEntry command(ControlKind kind, Map<String, String> arguments) {
        seq++;
        return new ControlEntry(
                new LogPosition(agentId, seq, seq * 1_000),
                new ControlRecord(agentId, "command " + seq, kind, arguments, Long.MAX_VALUE));
    }

    /** The session of the turn that comes after so many more entries; 0 is the next entry. */
    public String session(int ahead) {
        return "s" + (seq + 1 + ahead);
    }

    /** The next turn; a wrong reply comes with the persona's correction as its hint. */
    public LogEntry next() {
        seq++;
        OfficeRequest request = persona.request(Split.INTERACTION, random);
        List<ChatMessage> messages = Office.ask(request.question(), NO_RULES);
        int[] prompt = policy.template().prompt(messages);
        Set<Integer> stop = Set.of(policy.tokenizer().endOfTurn());
        Generation reply =
                decoder.generate(prompt, Optional.empty(), new Sampling(1, 1, 48, seq, stop), TokenListener.NONE);
        String text = policy.tokenizer().decode(reply.tokens());
        boolean right = persona.accepts(request, text);
        String hint = right ? "" : persona.correction(request.type(), Split.INTERACTION, random);
        return new ScoredTurn(
                new LogPosition(agentId, seq, seq * 1_000),
                new TurnRef(agentId, "s" + seq, agentId + "-" + seq),
                0,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(seq, seq, seq),
                        new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                        messages,
                        text),
                new Sampled(prompt, reply.tokens(), reply.logProbs(), 1),
                new NextState(NextStateKind.USER_REPLY, "", hint, seq),
                new Judgement(
                        "",
                        right ? 1 : -1,
                        hint,
                        List.of(new Vote(true, right ? 1 : -1, hint, "by the persona")),
                        "persona",
                        ""));
    }
}
