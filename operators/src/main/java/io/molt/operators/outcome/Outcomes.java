package io.molt.operators.outcome;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.pairing.PairedTurn;
import io.molt.operators.wire.Bug;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rules of outcomes. A scored turn's reward is that of its votes plus the value of its session's outcome in force. A
 * turn is held for {@code waitMillis} until there is one; 0 holds none. An outcome that comes later is one more revision of
 * each turn that was passed on; it never trains. A turn without a score stays so, but for a session's newest main turn that
 * nothing followed: when turns are held, the outcome alone is its reward.
 *
 * @param waitMillis how long a turn waits for its session's outcome
 */
public record Outcomes(long waitMillis) {

    private static final String SILENCE = "SILENCE";

    /**
     * What one arrival leads to.
     *
     * @param session what is remembered from now on
     * @param out turns to pass on, in order
     * @param held turns that wait from now on; those that were held before and go on are in {@code out}
     */
    public record Step(SessionOutcome session, List<JudgedTurn> out, List<HeldTurn> held) {

        public Step {
            out = List.copyOf(out);
            held = List.copyOf(held);
        }
    }

    /** A turn was judged. */
    public Step judged(SessionOutcome before, JudgedTurn turn, long nowMillis) {
        SessionOutcome session = before.seenAt(nowMillis);
        PairedTurn paired = turn.paired();
        if (paired.exchange().kind() == TurnKind.MAIN) {
            session = session.asked(
                    paired.turn().turnId(), paired.exchange().timing().requestedAtMillis());
        }
        if (waitMillis > 0 && !session.known() && (turn.judgement().scored() || mayBeScoredAlone(turn))) {
            return new Step(session, List.of(), List.of(new HeldTurn(turn, nowMillis + waitMillis)));
        }
        return pass(session, List.of(turn));
    }

    /** Somebody said how the session went. */
    public Step came(SessionOutcome before, Outcome outcome, List<HeldTurn> held, long nowMillis) {
        SessionOutcome session = before.seenAt(nowMillis);
        if (session.hasHeard(outcome)) {
            return new Step(session, List.of(), List.of());
        }
        session = session.hearing(outcome);
        if (session.known() && session.outcome().get(0).atMillis() > outcome.atMillis()) {
            return new Step(session, List.of(), List.of());
        }
        boolean changes = outcome.value() != session.value();
        session = session.inForce(outcome);
        List<JudgedTurn> out = new ArrayList<>();
        if (changes && !session.passed().isEmpty()) {
            List<PassedTurn> revised =
                    session.passed().stream().map(PassedTurn::revised).toList();
            revised.forEach(turn -> out.add(revision(turn, outcome)));
            session = session.revising(revised);
        }
        Step released = pass(session, inOrder(held));
        out.addAll(released.out());
        return new Step(released.session(), out, List.of());
    }

    /** Turns have waited long enough. */
    public Step waited(SessionOutcome before, List<HeldTurn> due) {
        return pass(before, inOrder(due));
    }

    /** A turn on which the rules broke: what it is in the log instead. */
    public static JudgedTurn broken(SessionOutcome session, JudgedTurn turn) {
        PairedTurn paired = turn.paired();
        int revision = paired.revision() + session.outcomesOf(paired);
        return new JudgedTurn(with(paired, revision, false), Judgement.unscored(Bug.REASON));
    }

    private static List<JudgedTurn> inOrder(List<HeldTurn> held) {
        return held.stream()
                .sorted(Comparator.comparingLong(HeldTurn::requestedAtMillis).thenComparing(HeldTurn::name))
                .map(HeldTurn::judged)
                .toList();
    }

    private Step pass(SessionOutcome before, List<JudgedTurn> turns) {
        SessionOutcome session = before;
        List<JudgedTurn> out = new ArrayList<>();
        for (JudgedTurn turn : turns) {
            PairedTurn paired = turn.paired();
            int outcomes = session.outcomesOf(paired);
            int revision = paired.revision() + outcomes;
            Judgement judgement = judgement(session, turn);
            boolean scored = judgement.scored();
            out.add(new JudgedTurn(with(paired, revision, scored), judgement, turn.bug()));
            if (scored) {
                double votes = turn.judgement().reward();
                session = session.passing(new PassedTurn(
                        paired.turn().turnId(),
                        paired.exchange().timing(),
                        light(paired.exchange().servedBy()),
                        votes,
                        revision,
                        outcomes));
            }
        }
        return new Step(session, out, List.of());
    }

    private Judgement judgement(SessionOutcome session, JudgedTurn turn) {
        Judgement given = turn.judgement();
        boolean alone = waitMillis > 0
                && session.known()
                && mayBeScoredAlone(turn)
                && session.newestMain().equals(turn.paired().turn().turnId());
        if (alone) {
            return byOutcome(session.value());
        }
        return given.scored()
                ? new Judgement(
                        "", given.reward() + session.value(), given.hint(), given.votes(), given.judge(), given.input())
                : given;
    }

    private static boolean mayBeScoredAlone(JudgedTurn turn) {
        return turn.judgement().unscored().equals(SILENCE)
                && turn.paired().revision() == 0
                && turn.paired().exchange().kind() == TurnKind.MAIN;
    }

    private static Judgement byOutcome(double reward) {
        return new Judgement("", reward, "", List.of(), "outcome", "");
    }

    /** Tokens travel on only with what may train. */
    private static PairedTurn with(PairedTurn turn, int revision, boolean scored) {
        return new PairedTurn(
                turn.turn(),
                revision,
                turn.exchange(),
                scored ? turn.sampled() : Sampled.UNKNOWN,
                turn.nextState(),
                turn.unscored());
    }

    private static ServedBy light(ServedBy servedBy) {
        return new ServedBy(servedBy.policy(), servedBy.trained(), List.of(), servedBy.skillGeneration(), "");
    }

    private static JudgedTurn revision(PassedTurn turn, Outcome outcome) {
        PairedTurn paired = new PairedTurn(
                new TurnRef(outcome.agentId(), outcome.sessionId(), turn.turnId()),
                turn.revision(),
                new Exchange(TurnKind.MAIN, turn.timing(), turn.servedBy(), List.of(), ""),
                Sampled.UNKNOWN,
                new NextState(NextStateKind.UNKNOWN, "", "", outcome.atMillis()),
                "");
        return new JudgedTurn(paired, byOutcome(turn.votes() + outcome.value()));
    }
}
