package io.molt.operators.pairing;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One record's way through a session: a working copy of its turns, and the entries written on the way. */
final class SessionPass {

    private static final int MAX_TURNS = 256;
    private static final ServedBy NOBODY = new ServedBy("unknown", false, List.of(), 0, "");

    private final Session before;
    private final Bodies bodies;
    private final PairingSettings settings;
    private final List<SessionTurn> turns;
    private final List<PairedTurn> paired = new ArrayList<>();
    private List<ContextMessage> context;
    private long lastRecordMillis;
    private long lastSeenMillis;

    SessionPass(Session before, Bodies bodies, PairingSettings settings) {
        this.before = before;
        this.bodies = bodies;
        this.settings = settings;
        this.turns = new ArrayList<>(before.turns());
        this.context = before.context();
        this.lastRecordMillis = before.lastRecordMillis();
        this.lastSeenMillis = before.lastSeenMillis();
    }

    boolean knows(String turnId) {
        return turns.stream().anyMatch(turn -> turn.turnId().equals(turnId));
    }

    /** The newest main turn for which this is true. */
    Optional<SessionTurn> newest(Predicate<SessionTurn> wanted) {
        return newest(wanted, SessionTurn::isMain);
    }

    Optional<SessionTurn> newest(Predicate<SessionTurn> wanted, Predicate<SessionTurn> among) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (among.test(turns.get(i)) && wanted.test(turns.get(i))) {
                return Optional.of(turns.get(i));
            }
        }
        return Optional.empty();
    }

    /** The first main turn after {@code earlier} for which this is true. */
    Optional<SessionTurn> firstAfter(SessionTurn earlier, Predicate<SessionTurn> wanted) {
        return turns.stream()
                .dropWhile(turn -> !turn.turnId().equals(earlier.turnId()))
                .skip(1)
                .filter(SessionTurn::isMain)
                .filter(wanted)
                .findFirst();
    }

    /** The client may send the reply back by reference. */
    void remember(TurnAnswered answered) {
        List<ContextMessage> more = new ArrayList<>(context);
        more.add(new ContextMessage(
                "assistant", answered.replyMatchHash(), answered.reply().bodyHash()));
        context = more;
    }

    void add(SessionTurn turn) {
        turns.add(turn);
        if (turn.isMain()) {
            context = turn.request().context();
        }
        if (turns.size() > MAX_TURNS) {
            SessionTurn oldest = turns.get(0);
            if (oldest.revisions() == 0) {
                finish(oldest, "SESSION_TOO_LONG", unknown("", lastRecordMillis));
            }
            turns.remove(0);
        }
    }

    void replace(SessionTurn turn) {
        turns.replaceAll(each -> each.turnId().equals(turn.turnId()) ? turn : each);
    }

    void seen(long recordMillis, long nowMillis) {
        lastRecordMillis = Math.max(lastRecordMillis, recordMillis);
        lastSeenMillis = Math.max(lastSeenMillis, nowMillis);
    }

    /** The client asked the same again: the earlier attempt is over, now or when its answer comes. */
    void retried(SessionTurn earlier) {
        if (earlier.waitsForReply()) {
            replace(earlier.flagged("RETRIED"));
        } else {
            finish(earlier, "RETRIED", unknown("", earlier.request().atMillis()));
        }
    }

    /** {@code later} is what followed {@code earlier}; if something followed it before, this is a branch. */
    void continued(SessionTurn earlier, SessionTurn later) {
        if (!earlier.canBeContinued()) {
            return;
        }
        List<ContextMessage> request = later.request().context();
        boolean byUser =
                Place.tail(request).stream().anyMatch(message -> !message.role().equals("tool"));
        finish(
                earlier,
                "",
                new NextState(
                        byUser ? NextStateKind.USER_REPLY : NextStateKind.TOOL_RESULT,
                        later.turnId(),
                        Prompt.nextState(request, bodies),
                        later.request().atMillis()));
    }

    /** Nothing matches: the client has rewritten its history, or began anew. */
    void compacted(SessionTurn by) {
        for (SessionTurn turn : List.copyOf(turns)) {
            if (turn.waitsForNextState()) {
                close(turn, "COMPACTED", unknown(by.turnId(), by.request().atMillis()));
            }
        }
    }

    /** The session is over: what was answered stays without a next state, unless it comes late. */
    void closeSilent() {
        for (SessionTurn turn : List.copyOf(turns)) {
            if (turn.waitsForNextState()) {
                close(turn, "SILENCE", new NextState(NextStateKind.SILENCE, "", "", lastRecordMillis));
            }
        }
    }

    void loseReplies(long askedUntilMillis, long startedAtMillis) {
        for (SessionTurn turn : List.copyOf(turns)) {
            if (turn.waitsForReply() && Math.max(turn.seenAtMillis(), startedAtMillis) <= askedUntilMillis) {
                finish(turn, "REPLY_LOST", unknown("", turn.request().atMillis()));
            }
        }
    }

    /** Writes an entry after which nothing can follow. */
    void finish(SessionTurn turn, String unscored, NextState nextState) {
        paired.add(entry(turn, unscored, nextState));
        replace(turn.finished());
    }

    private void close(SessionTurn turn, String unscored, NextState nextState) {
        paired.add(entry(turn, unscored, nextState));
        replace(turn.closed());
    }

    private PairedTurn entry(SessionTurn turn, String unscored, NextState nextState) {
        Optional<TurnAnswered> answer = turn.answer().stream().findFirst();
        ServedBy servedBy = answer.map(TurnAnswered::servedBy).orElse(NOBODY);
        Exchange exchange = new Exchange(
                turn.request().kind(),
                answer.map(TurnAnswered::timing)
                        .orElse(new Timing(turn.request().atMillis(), 0, 0)),
                servedBy,
                Prompt.messages(turn.request().context(), bodies, servedBy.injected(), settings.promptChars()),
                answer.map(given -> cut(given.reply().text(), settings.promptChars()))
                        .orElse(""));
        boolean trains = unscored.isEmpty() && turn.revisions() == 0;
        Sampled sampled = trains ? answer.map(TurnAnswered::sampled).orElse(Sampled.UNKNOWN) : Sampled.UNKNOWN;
        return new PairedTurn(turn.request().turn(), turn.revisions(), exchange, sampled, nextState, unscored);
    }

    private static String cut(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars);
    }

    private static NextState unknown(String byTurnId, long atMillis) {
        return new NextState(NextStateKind.UNKNOWN, byTurnId, "", atMillis);
    }

    Pairing.Step end(Optional<String> problem) {
        Session after = new Session(turns, context, lastRecordMillis, lastSeenMillis, before.wakeAtMillis());
        return new Pairing.Step(after, paired, problem);
    }
}
