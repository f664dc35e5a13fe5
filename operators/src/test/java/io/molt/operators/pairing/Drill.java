package io.molt.operators.pairing;

import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.outcome.Outcomes;
import io.molt.operators.outcome.SessionOutcome;
import io.molt.operators.wire.Origin;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One session's history as two proxies and a broker may deliver it: late, twice, in another order, with bodies apart, or
 * not at all. Runs it through the rules on a virtual clock and checks what must hold whatever happened.
 */
final class Drill {

    private static final Origin ORIGIN = new Origin("molt.turns", 0, 0);
    private static final PairingSettings SETTINGS =
            new PairingSettings(Duration.ofMinutes(30), Duration.ofMinutes(15), Duration.ofDays(7), 64_000);
    private static final Outcomes OUTCOMES = new Outcomes(0);
    private static final double VOTES = 1;

    /** What arrives: a record, a body that came in pieces, or an outcome. */
    private record Arrival(long atMillis, Object what) {}

    private final Pairing pairing = new Pairing(SETTINGS);
    private final MapStore store = new MapStore();
    private final History history;
    private final SplittableRandom random;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Set<String> requests = new HashSet<>();
    private final Set<String> answers = new HashSet<>();
    private final List<PairedTurn> paired = new ArrayList<>();
    private final List<OpenTurn> unasked = new ArrayList<>();
    private final List<JudgedTurn> rewarded = new ArrayList<>();
    private Session session = Session.EMPTY;
    private SessionOutcome outcome = SessionOutcome.EMPTY;

    Drill(long seed) {
        this.history = new History(seed);
        this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    }

    /** Delivers everything and checks; returns how many turns were paired. */
    int run() {
        deliver();
        arrivals.sort(Comparator.comparingLong(Arrival::atMillis));
        for (Arrival arrival : arrivals) {
            pass(arrival.atMillis());
            arrive(arrival);
        }
        pass(Long.MAX_VALUE);
        check();
        return (int) paired.stream().filter(turn -> turn.unscored().isEmpty()).count();
    }

    private void deliver() {
        boolean orderly = random.nextInt(4) == 0;
        for (History.Happened happened : history.happened) {
            if (!orderly && random.nextInt(100) == 0) {
                continue;
            }
            long at = happened.atMillis() + (orderly ? 0 : delay());
            TurnEvent event = happened.event();
            if (event instanceof TurnRequested request) {
                requests.add(request.turn().turnId());
                event = orderly ? request : inPieces(request, at);
            } else if (event instanceof TurnAnswered answered) {
                answers.add(answered.turn().turnId());
            }
            arrivals.add(new Arrival(at, event));
            if (!orderly && random.nextInt(10) == 0) {
                arrivals.add(new Arrival(at + delay(), event));
            }
        }
        for (int i = random.nextInt(4) - 2; i > 0; i--) {
            long at = history.happened.get(0).atMillis() + delay();
            Outcome said = new Outcome("a", history.session, "o" + i, random.nextInt(-1, 2), at + random.nextInt(9));
            arrivals.add(new Arrival(at, said));
            arrivals.add(new Arrival(at + delay(), said));
        }
    }

    private long delay() {
        int how = random.nextInt(100);
        if (how < 60) {
            return random.nextInt(50);
        }
        return how < 97 ? random.nextInt(120_000) : random.nextInt(7_200_000);
    }

    /** Large bodies travel by themselves, and perhaps later. */
    private TurnRequested inPieces(TurnRequested request, long atMillis) {
        List<MessageBody> within = new ArrayList<>();
        for (MessageBody body : request.bodies()) {
            if (random.nextInt(20) > 0) {
                within.add(body);
            } else if (random.nextInt(50) > 0) {
                arrivals.add(new Arrival(atMillis + delay() - 20, body));
            }
        }
        return new TurnRequested(
                request.turn(),
                request.atMillis(),
                request.kind(),
                request.context(),
                within,
                request.keyframe(),
                request.sessionDone());
    }

    private void arrive(Arrival arrival) {
        long now = arrival.atMillis();
        if (arrival.what() instanceof TurnRequested request) {
            take(pairing.requested(session, request, ORIGIN, store, now), now);
        } else if (arrival.what() instanceof TurnAnswered answered) {
            take(pairing.answered(session, answered, ORIGIN, store, now), now);
        } else if (arrival.what() instanceof MessageBody body) {
            take(pairing.arrived(session, body, store, now), now);
        } else if (arrival.what() instanceof Outcome said) {
            take(OUTCOMES.came(outcome, said, List.of(), now));
        }
    }

    /** Time passes; waiting ends where it must. */
    private void pass(long untilMillis) {
        while (session.isOpen() && session.dueAtMillis(SETTINGS, 0) <= untilMillis) {
            long due = session.dueAtMillis(SETTINGS, 0);
            Session before = session;
            take(pairing.waited(session, store, due, 0), due);
            require(!before.equals(session), "waiting ends");
        }
    }

    private void take(Pairing.Step step, long now) {
        step.store().run();
        session = step.session();
        unasked.addAll(step.unasked());
        for (PairedTurn turn : step.paired()) {
            paired.add(turn);
            Judgement judgement = turn.unscored().isEmpty()
                    ? new Judgement("", VOTES, "", List.of(), "drill", "")
                    : Judgement.unscored(turn.unscored());
            take(OUTCOMES.judged(outcome, new JudgedTurn(turn, judgement), now));
        }
    }

    private void take(Outcomes.Step step) {
        outcome = step.session();
        rewarded.addAll(step.out());
    }

    private void check() {
        Set<String> entries = new HashSet<>();
        for (PairedTurn turn : paired) {
            String id = turn.turn().turnId();
            require(entries.add(id + "/" + turn.revision()), "one entry per revision, " + id);
            require(
                    turn.revision() == 0 || entries.contains(id + "/" + (turn.revision() - 1)),
                    "revisions without gaps, " + id);
            require(requests.contains(id), "a request that came, " + id);
            content(turn, id);
        }
        for (String id : requests) {
            require(entries.contains(id + "/0"), "a final entry for " + id);
        }
        Set<String> givenUp = new HashSet<>();
        unasked.forEach(turn -> givenUp.add(turn.answer().get(0).turn().turnId()));
        for (String id : answers) {
            require(requests.contains(id) || givenUp.contains(id), "a word about the answer of " + id);
        }
        require(store.turns.size() <= session.anchors().size(), "no records of forgotten turns");
        Set<String> revisions = new HashSet<>();
        for (JudgedTurn turn : rewarded) {
            String id = turn.paired().turn().turnId();
            require(revisions.add(id + "/" + turn.paired().revision()), "one reward per revision, " + id);
        }
    }

    private void content(PairedTurn turn, String id) {
        String mark = history.session + " ";
        require(turn.exchange().reply().isEmpty() || turn.exchange().reply().startsWith(mark), "its own reply, " + id);
        boolean whole =
                !turn.unscored().equals("INCOMPLETE") && !turn.unscored().equals("REPLY_LOST");
        for (ChatMessage message : turn.exchange().messages()) {
            boolean own = message.content().startsWith(mark);
            boolean missing = message.content().isEmpty();
            require(own || (missing && mayLackBodies(turn, whole)), "its own words, " + id);
        }
        if (turn.unscored().isEmpty()) {
            String next = turn.nextState().turnId();
            require(history.followers.getOrDefault(id, Set.of()).contains(next), id + " is not followed by " + next);
            require(turn.nextState().text().equals(history.said.get(next)), next + " said something else after " + id);
        } else {
            require(turn.nextState().text().isEmpty(), "no next state of " + id);
        }
    }

    private static boolean mayLackBodies(PairedTurn turn, boolean whole) {
        return !whole || turn.unscored().equals("SIDE_TURN") || turn.unscored().equals("SESSION_TOO_LONG");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("must hold: " + what);
        }
    }
}
