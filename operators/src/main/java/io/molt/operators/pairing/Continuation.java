package io.molt.operators.pairing;

import io.molt.schemas.turn.TurnAnswered;
import java.util.List;
import java.util.Optional;

/**
 * What follows what. A request continues the turn whose whole request it holds, then that turn's reply, then something
 * new: that is the turn's next state. A client that edited or dropped what was said long before is known by the last words
 * alone. A second continuation is a branch and gives nothing. The same request again is another attempt, and the one the
 * client made first is {@code RETRIED}, never a bad score.
 */
final class Continuation {

    private final SessionPass pass;

    Continuation(SessionPass pass) {
        this.pass = pass;
    }

    /** A request has come. */
    void asked(long turn) {
        Anchor asked = get(turn);
        if (asked.is(Anchor.MAIN)) {
            pass.newest(other -> isAttempt(asked, other)).ifPresent(other -> {
                boolean wasFirst =
                        pass.request(other).atMillis() <= pass.request(asked).atMillis();
                Anchor first = pass.replace((wasFirst ? other : asked).with(Anchor.RETRIED));
                settle(first.turn());
            });
            if (opens(get(turn))) {
                place(get(turn));
            }
        }
        if (pass.readable(pass.request(get(turn)).context())) {
            readable(turn);
        }
    }

    private static boolean isAttempt(Anchor asked, Anchor other) {
        return other.turn() != asked.turn()
                && other.is(Anchor.MAIN | Anchor.ASKED)
                && other.isOpen()
                && !other.is(Anchor.RETRIED)
                && asked.place().repeats(other.place());
    }

    /** It begins the session, or what continues it came first: it continues nothing that is still to come. */
    private boolean opens(Anchor asked) {
        return asked.place().reply() == 0
                && (pass.earlierThan(asked, Anchor::isMainRequest).isEmpty()
                        || pass.first(other ->
                                        other.place().before() == asked.place().whole())
                                .isPresent());
    }

    /** All bodies of a request have come. */
    void readable(long turn) {
        pass.replace(get(turn).with(Anchor.READABLE));
        if (get(turn).isUnplaced()) {
            earlier(get(turn)).ifPresent(found -> follow(found, get(turn)));
        }
        settle(turn);
    }

    /** A turn's records may now be complete: it ends, or is paired with what came before it did. */
    void settle(long turn) {
        Anchor anchor = get(turn);
        if (!anchor.is(Anchor.ASKED | Anchor.ANSWERED | Anchor.READABLE) || anchor.is(Anchor.FINISHED)) {
            return;
        }
        OpenTurn records = pass.records(anchor).orElseThrow();
        TurnAnswered answer = records.answer().get(0);
        String reason = reason(anchor, answer);
        if (!reason.isEmpty() && anchor.isOpen()) {
            pass.finish(anchor, reason, SessionPass.unknown("", answer.timing().answeredAtMillis()));
        } else if (!reason.isEmpty()) {
            pass.replace(anchor.with(Anchor.FINISHED));
        } else {
            later(anchor).ifPresent(found -> follow(anchor, found));
        }
        if (records.asked().sessionDone()) {
            new Waiting(pass).closeSilent();
        }
    }

    private static String reason(Anchor anchor, TurnAnswered answer) {
        if (!anchor.is(Anchor.MAIN)) {
            return "SIDE_TURN";
        }
        if (anchor.is(Anchor.RETRIED)) {
            return "RETRIED";
        }
        return answer.ending().whole() ? "" : "FAILED_TURN";
    }

    /** What {@code asked} continues. */
    private Optional<Anchor> earlier(Anchor asked) {
        return pass.newest(turn -> turn.canBeContinued() && asked.continues(turn))
                .or(() -> pass.newest(turn -> turn.is(Anchor.FINISHED) && asked.continues(turn)))
                .or(() -> pass.newest(turn -> turn.canBeContinued() && asked.continuesEdited(turn)))
                .or(() -> single(pass.all(asked::continuesTrimmed)).filter(Anchor::canBeContinued));
    }

    /** What continues {@code turn} and came before it was complete. */
    private Optional<Anchor> later(Anchor turn) {
        if (!turn.canBeContinued()) {
            return Optional.empty();
        }
        return pass.first(asked -> asked.continues(turn))
                .or(() -> pass.first(asked -> asked.isUnplaced() && asked.continuesEdited(turn)))
                .or(() -> single(pass.all(asked -> asked.isUnplaced() && asked.continuesTrimmed(turn))));
    }

    private static Optional<Anchor> single(List<Anchor> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** {@code asked} follows {@code turn}; if something did before, it is a branch. */
    private void follow(Anchor turn, Anchor asked) {
        if (turn.canBeContinued()) {
            Optional<OpenTurn> records = pass.records(asked);
            if (records.isEmpty() || (asked.is(Anchor.FINISHED) && !asked.is(Anchor.READABLE))) {
                pass.finish(turn, "INCOMPLETE", SessionPass.unknown("", pass.lastRecordMillis()));
            } else if (pass.readable(Place.tail(records.get().asked().context()))) {
                pass.pair(turn, asked);
            } else {
                return;
            }
        }
        place(asked);
        pass.all(other -> other.isUnplaced() && other.continues(turn)).forEach(this::place);
    }

    private void place(Anchor asked) {
        pass.replace(asked.with(Anchor.PLACED));
    }

    private Anchor get(long turn) {
        return pass.find(turn).orElseThrow(() -> new IllegalStateException("a turn has lost its anchor"));
    }
}
